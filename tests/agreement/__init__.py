"""What seedjob says of a spec, beside what judges that are not ours say of it."""
