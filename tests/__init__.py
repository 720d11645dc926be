"""The tests of the house, floor by floor, with the fakes and builders that they share."""
