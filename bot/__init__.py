"""SmartBill Bot: a shop's order becomes an invoice in SmartBill, decided or approved in Slack."""
