//! Tests through the real thing: processes, files, TCP.
