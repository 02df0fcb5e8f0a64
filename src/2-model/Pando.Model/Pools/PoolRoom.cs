namespace Pando.Model.Pools;

/// <summary>How much a pool holds, in bytes; all zero for one that is not active.</summary>
/// <param name="Capacity">All of it.</param>
/// <param name="Allocation">What is taken.</param>
/// <param name="Available">What is free.</param>
public sealed record PoolRoom(long Capacity, long Allocation, long Available)
{
    /// <summary>That of a pool of which nothing is known.</summary>
    public static PoolRoom None { get; } = new(0, 0, 0);
}
