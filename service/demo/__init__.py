"""An invented city, written as deliveries."""

from service.demo.accounts import ACCOUNTS, Account
from service.demo.books import Plant
from service.demo.city import City, write_city
from service.demo.handover import Delivery, Expected, Total

__all__ = ["ACCOUNTS", "Account", "City", "Delivery", "Expected", "Plant", "Total", "write_city"]
