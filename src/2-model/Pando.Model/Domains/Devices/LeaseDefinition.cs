namespace Pando.Model.Domains.Devices;

/// <summary>A lease that a machine holds while it runs, so that no machine of another host uses the same resource.</summary>
/// <param name="Lockspace">Where its key belongs; null is the lock manager's own.</param>
/// <param name="Key">What is leased; unique in its lockspace.</param>
/// <param name="TargetPath">The file the lease is kept in.</param>
/// <param name="Offset">Where in that file, in bytes.</param>
public sealed record LeaseDefinition(string? Lockspace, string Key, string TargetPath, long? Offset);
