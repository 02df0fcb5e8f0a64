using Pando.Model.Ports;

namespace Pando.Storage.PoolDrivers;

/// <summary>
/// One pool of one kind. Every call may meet a file system that hangs: it then fails with <c>storage.not-answering</c>
/// within the limit, and other pools don't notice.
/// </summary>
internal interface IPoolDriver
{
    /// <summary>The pool.</summary>
    PoolDefinition Definition { get; }

    /// <summary>Makes what the pool needs to be there. Repeated: no error.</summary>
    Task StartAsync(CancellationToken cancellationToken);

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

    /// <summary>The format of a volume that is there.</summary>
    Task<string> FormatOfAsync(string name, CancellationToken cancellationToken);

    /// <summary>Makes a volume larger; one that has the size already stays as it is.</summary>
    Task GrowAsync(string name, long capacityBytes, CancellationToken cancellationToken);

    /// <summary>Takes a volume's name away, so that nobody finds it any more. Repeated by the same owner: no error.</summary>
    Task SetAsideAsync(string name, string owner, CancellationToken cancellationToken);

    /// <summary>Gives a volume that an owner set aside its name again. What is not aside is no error.</summary>
    Task PutBackAsync(string name, string owner, CancellationToken cancellationToken);

    /// <summary>Deletes for good what an owner set aside. What is gone already is no error.</summary>
    Task DeleteAsideAsync(string name, string owner, CancellationToken cancellationToken);
}
