"""SmartBill, the Romanian invoicing service: its API spoken in one place, so that nobody else has to."""
