"""Use cases of measurements that write."""
