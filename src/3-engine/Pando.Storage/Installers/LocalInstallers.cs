using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Storage.FileSystems;
using Pando.Storage.Images.Importing;

namespace Pando.Storage.Installers;

/// <summary>Installers in directories and ISO images of this host.</summary>
internal sealed class LocalInstallers(FileSystemLanes lanes)
{
    private const string AnyComponent = "*";

    /// <exception cref="CallerException"><c>storage.no-installer</c>, <c>storage.path-…</c>.</exception>
    public async Task<InstallerSource> FindAsync(string location, CancellationToken cancellationToken) => await InLaneAsync(location, () =>
    {
        if (PathWalk.Status(location).Kind is FileKind.Directory)
        {
            return FindInTree(location);
        }
        using var file = PathWalk.OpenFile(location, FileAccess.Read);
        return FindInImage(location, file);
    }, cancellationToken) ?? throw None(location);

    /// <summary>Opens one of the files; where in it the content is, and how long.</summary>
    public Task<OpenedContent> OpenAsync(InstallerSource source, string path, CancellationToken cancellationToken) => InLaneAsync(source.Location, () =>
    {
        if (source.Medium is null)
        {
            var whole = PathWalk.OpenFile(Path.Join(source.Location, path), FileAccess.Read);
            return new OpenedContent(whole, 0, RandomAccess.GetLength(whole));
        }
        var medium = PathWalk.OpenFile(source.Medium, FileAccess.Read);
        if (IsoImage.TryOpen(medium)?.Find(path) is { } place)
        {
            return new OpenedContent(medium, place.Offset, place.Length);
        }
        medium.Dispose();
        throw None(source.Location);
    }, cancellationToken);

    public static CallerException None(string location) => new(ErrorCodes.Storage.NoInstaller, ("location", ImportSource.Shown(location)));

    private static InstallerSource? FindInTree(string root) => InstallerPlace.All
        .SelectMany(place => Folders(root, Path.GetDirectoryName(place.Kernel)!)
            .Select(folder => new InstallerSource(root, Path.Join(folder, Path.GetFileName(place.Kernel)), Path.Join(folder, Path.GetFileName(place.Initrd)), null, null)))
        .FirstOrDefault(source => IsFile(Path.Join(root, source.Kernel)) && IsFile(Path.Join(root, source.Initrd)));

    private static InstallerSource? FindInImage(string path, SafeFileHandle file) => IsoImage.TryOpen(file) is not { } image
        ? null
        : InstallerPlace.All.Where(place => image.Find(place.Kernel) is not null && image.Find(place.Initrd) is not null)
            .Select(place => new InstallerSource(path, place.Kernel, place.Initrd, path, null)).FirstOrDefault();

    /// <summary>The folders below the root that a pattern means; an archive has a release's under its name.</summary>
    private static IEnumerable<string> Folders(string root, string pattern)
    {
        var components = pattern.Split('/');
        var star = Array.IndexOf(components, AnyComponent);
        if (star < 0)
        {
            return [pattern];
        }
        var above = Path.Join(root, Path.Join(components[..star]));
        return Directory.Exists(above)
            ? Directory.GetDirectories(above).Order(StringComparer.Ordinal).Select(folder => Path.Join([.. components[..star], Path.GetFileName(folder), .. components[(star + 1)..]]))
            : [];
    }

    private static bool IsFile(string path)
    {
        try
        {
            return PathWalk.Status(path).Kind is FileKind.Regular;
        }
        catch (PathWalkException missing) when (missing.Reason is PathRefusalReason.Missing or PathRefusalReason.NotADirectory)
        {
            return false;
        }
    }

    private Task<T> InLaneAsync<T>(string path, Func<T> work, CancellationToken cancellationToken) => lanes.For(path).RunAsync(path, () =>
    {
        try
        {
            return work();
        }
        catch (Exception failure)
        {
            throw FileFailures.Named(failure, path);
        }
    }, cancellationToken);
}

/// <summary>A file that is read, or a part of one.</summary>
internal sealed record OpenedContent(SafeFileHandle File, long Offset, long Length) : IDisposable
{
    public void Dispose() => File.Dispose();
}
