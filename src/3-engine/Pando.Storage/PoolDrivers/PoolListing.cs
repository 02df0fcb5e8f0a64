using System.Collections.Immutable;
using Pando.Linux.Files;
using Pando.Storage.Volumes;

namespace Pando.Storage.PoolDrivers;

/// <summary>A pool as it was seen at one moment.</summary>
/// <param name="At">When.</param>
/// <param name="Space">The room of its file system.</param>
/// <param name="Directory">Whose its directory is.</param>
/// <param name="Volumes">By name.</param>
/// <param name="Trashed">Volumes in its trash.</param>
internal sealed record PoolListing(DateTimeOffset At, FileSystemSpace Space, FileStatus Directory, ImmutableArray<Volume> Volumes, ImmutableArray<Volume> Trashed);
