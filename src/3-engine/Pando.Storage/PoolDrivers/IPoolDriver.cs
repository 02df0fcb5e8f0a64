using System.Runtime.InteropServices;
using Pando.Model.Pools;
using Pando.Model.Ports;
using Pando.Storage.Volumes;

namespace Pando.Storage.PoolDrivers;

/// <summary>
/// One pool of one kind. Every call may meet a file system that hangs: it then fails with <c>storage.not-answering</c>
/// within the limit, and other pools don't notice.
/// </summary>
internal interface IPoolDriver
{
    /// <summary>The pool.</summary>
    PoolDefinition Definition { get; }

    /// <summary>Looks whether the pool's directory can be used, and which it is.</summary>
    Task<DirectoryIdentity> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Makes the pool's directory with those above it, and gives it the permissions that are asked for. Repeated: no error.</summary>
    Task BuildAsync(CancellationToken cancellationToken);

    /// <summary>Removes the pool's directory. Throws <c>storage.pool-not-empty</c>.</summary>
    Task RemoveAsync(CancellationToken cancellationToken);

    /// <summary>Looks at everything that is there now.</summary>
    Task<PoolListing> ListAsync(CancellationToken cancellationToken);

    /// <summary>Where a volume is or would be.</summary>
    string PathOf(string name);

    /// <summary>Throws <c>storage.volume-exists</c> where somebody else's volume has the name.</summary>
    Task RequireFreeAsync(VolumeRequest request, CancellationToken cancellationToken);

    /// <summary>Makes a volume, empty or (where <paramref name="source"/> is given) from a disk.</summary>
    Task CreateAsync(VolumeRequest request, OpenedDisk? source, IProgress<long>? progress, CancellationToken cancellationToken);

    /// <summary>Makes a raw volume of bytes that are there.</summary>
    Task WriteAsync(VolumeRequest request, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Deletes what a request made or began to make; somebody else's volume stays.</summary>
    Task DiscardAsync(VolumeRequest request, CancellationToken cancellationToken);

    /// <summary>Opens a volume's file. The caller disposes it.</summary>
    Task<VolumeContent> OpenAsync(string name, FileAccess access, CancellationToken cancellationToken);

    /// <summary>The format of a volume that is there.</summary>
    Task<string> FormatOfAsync(string name, CancellationToken cancellationToken);

    /// <summary>Makes a volume larger; one that has the size already stays as it is.</summary>
    /// <param name="name">Which.</param>
    /// <param name="capacityBytes">The size.</param>
    /// <param name="allocate">Whether all of it takes room at once (raw only).</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task GrowAsync(string name, long capacityBytes, bool allocate, CancellationToken cancellationToken);

    /// <summary>Overwrites a volume's content with zeros; it has its format and the given size afterwards, and nothing below it.</summary>
    Task WipeAsync(string name, long capacityBytes, IProgress<long>? progress, CancellationToken cancellationToken);

    /// <summary>Takes a volume's name away, so that nobody finds it any more. Repeated by the same owner: no error.</summary>
    Task SetAsideAsync(string name, string owner, CancellationToken cancellationToken);

    /// <summary>Gives a volume that an owner set aside its name again. What is not aside is no error.</summary>
    Task PutBackAsync(string name, string owner, CancellationToken cancellationToken);

    /// <summary>Deletes for good what an owner set aside. What is gone already is no error.</summary>
    Task DeleteAsideAsync(string name, string owner, CancellationToken cancellationToken);
}

/// <summary>Which directory it is, whatever path leads to it.</summary>
/// <param name="Device">The file system's device.</param>
/// <param name="Inode">Its number there.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DirectoryIdentity(ulong Device, ulong Inode);
