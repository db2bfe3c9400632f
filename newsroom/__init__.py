"""Media coverage, own story, fact bank, notices. The room stands ready; its models come with their own change."""
