"""A stand-in for SmartBill's invoicing service: its own little server with its state in memory.

Read `standin` for how to use it, `api` for the order in which a call is checked, `operations` for
the list of calls, and one module per subject for what each call does.
"""
