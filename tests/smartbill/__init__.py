"""Tests of SmartBill's client: the real HTTP stack against recorded answers."""
