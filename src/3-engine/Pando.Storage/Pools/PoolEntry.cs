using Pando.Model.Pools;

namespace Pando.Storage.Pools;

/// <summary>A pool as it is published: immutable, exchanged as a whole. What is in it is asked of its directory.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Name">Its name.</param>
/// <param name="Asked">What is asked for; null for a transient one.</param>
/// <param name="Version">The number of that version; 0 for a transient one.</param>
/// <param name="Live">What is in force; null while it is not active.</param>
/// <param name="Autostart">Whether it starts with the host.</param>
public sealed record PoolEntry(PoolId Id, string Name, PoolDefinition? Asked, int Version, PoolDefinition? Live, bool Autostart)
{
    /// <summary>Whether its volumes can be used.</summary>
    public bool IsActive => Live is not null;

    /// <summary>Whether it is stored.</summary>
    public bool IsPersistent => Asked is not null;

    /// <summary>What is in force, or else what is asked for.</summary>
    public PoolDefinition Definition => Live ?? Asked!;
}
