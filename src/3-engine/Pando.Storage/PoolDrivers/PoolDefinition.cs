namespace Pando.Storage.PoolDrivers;

/// <summary>A pool as it was asked for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind"><c>dir</c>.</param>
/// <param name="Path">Where it is on the host.</param>
public sealed record PoolDefinition(string Name, string Kind, string Path);
