"""The Guangdong portal, step by step, and the ten stages of the award: content, and where one stands in it."""
