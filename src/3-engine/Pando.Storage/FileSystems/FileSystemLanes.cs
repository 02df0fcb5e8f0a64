using System.Collections.Concurrent;

namespace Pando.Storage.FileSystems;

/// <summary>One lane a mounted file system, found without touching the file system itself.</summary>
internal sealed class FileSystemLanes(TimeProvider time, TimeSpan limit, Func<IReadOnlyList<string>> mountPoints) : IDisposable
{
    private readonly ConcurrentDictionary<string, FileSystemLane> _lanes = new(StringComparer.Ordinal);

    /// <summary>The lane of the file system that a path seems to be on (links may lead elsewhere: only the wait is shared then).</summary>
    public FileSystemLane For(string path)
    {
        var mount = mountPoints()
            .Where(point => IsAtOrBelow(path, point))
            .MaxBy(static point => point.Length) ?? "/";
        return _lanes.GetOrAdd(mount, _ => new FileSystemLane(time, limit));
    }

    public void Dispose()
    {
        foreach (var lane in _lanes.Values)
        {
            lane.Dispose();
        }
    }

    private static bool IsAtOrBelow(string path, string mount) =>
        mount is "/" || (path.StartsWith(mount, StringComparison.Ordinal) && (path.Length == mount.Length || path[mount.Length] == '/'));
}
