namespace Pando.Model.Networks;

/// <summary>
/// What is in force: exactly what an active network was started with. It is written beside its server's pid file; a daemon that
/// comes later reads it and never derives it again.
/// </summary>
/// <param name="Definition">With the bridge and its address as they are.</param>
/// <param name="FromVersion">The version of the asked definition it was started from; 0 for a transient network.</param>
/// <param name="Transient">Whether no stored definition exists: the network is gone when it is stopped.</param>
/// <param name="StartedAt">When it was started.</param>
public sealed record LiveNetwork(NetworkDefinition Definition, int FromVersion, bool Transient, DateTimeOffset StartedAt)
{
    /// <summary>The bridge that its guests are on; null where they are on cards of the host.</summary>
    public string? BridgeName => Definition.Bridge?.Name;
}
