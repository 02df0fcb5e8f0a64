using System.Runtime.InteropServices;
using Pando.Linux;
using Pando.Linux.Files;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Storage.FileSystems;
using Pando.Storage.Images.Foreign;

namespace Pando.Storage.Images;

/// <summary>
/// Opens images with everything that they are backed by. Which file is behind an image, and in what format, is read from
/// the images' headers here and never left to QEMU: it gets descriptors, and a raw disk whose guest wrote a header onto it
/// stays raw.
/// </summary>
public sealed class GuestDisks : IGuestDisks
{
    /// <summary>The longest chain of images that is opened.</summary>
    public const int DepthLimit = 64;

    private static readonly string[] Formats = ["raw", "qcow2", .. ForeignImage.Formats];

    private readonly FileSystemLanes _lanes;

    internal GuestDisks(FileSystemLanes lanes) => _lanes = lanes;

    /// <inheritdoc/>
    public async ValueTask<OpenedDisk> OpenAsync(
        string path, string format, bool readOnly, IReadOnlyList<bool>? encrypted = null, CancellationToken cancellationToken = default)
    {
        var chain = new List<OpenedImage>();
        try
        {
            (string Path, string Format)? next = (path, format);
            while (next is { } image)
            {
                if (chain.Count == DepthLimit)
                {
                    throw new CallerException(ErrorCodes.Storage.BackingTooDeep, ("path", path), ("limit", $"{DepthLimit}"));
                }
                var (opened, below) = await OpenOneAsync(
                    image.Path, image.Format, readOnly || chain.Count > 0, encrypted?.ElementAtOrDefault(chain.Count) is true, cancellationToken);
                chain.Add(opened);
                if (chain.Take(chain.Count - 1).Any(above => (above.Device, above.Inode) == (opened.Device, opened.Inode)))
                {
                    throw new CallerException(ErrorCodes.Storage.BackingLoop, ("path", image.Path));
                }
                next = BackingImage.Of(image.Path, below);
            }
            return new OpenedDisk(chain);
        }
        catch
        {
            chain.ForEach(static image => image.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<OpenedImage> OpenFileAsync(string path, bool readOnly, CancellationToken cancellationToken = default) =>
        (await OpenOneAsync(path, "raw", readOnly, encrypted: false, cancellationToken)).Image;

    /// <inheritdoc/>
    public async ValueTask<SafeHandle> OpenDirectoryAsync(string path, CancellationToken cancellationToken = default)
    {
        RefuseRelative(path);
        return await _lanes.For(path).RunAsync(path, () => OpenDirectory(path), cancellationToken);
    }

    private async Task<(OpenedImage Image, NamedBelow? Below)> OpenOneAsync(
        string path, string format, bool readOnly, bool encrypted, CancellationToken cancellationToken)
    {
        if (!Formats.Contains(format))
        {
            throw new CallerException(ErrorCodes.Storage.BadFormat, ("format", format));
        }
        RefuseRelative(path);
        // Each in the lane of its own file system: a backing image on a dead server must not hold up the others.
        var opened = await _lanes.For(path).RunAsync(path, () => Open(path, format, readOnly, encrypted), cancellationToken);
        return (opened.Image, opened.Below);
    }

    private static void RefuseRelative(string path)
    {
        if (!Path.IsPathRooted(path) || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new CallerException(ErrorCodes.Storage.PathMissing, ("path", path), ("component", path));
        }
    }

    private static Descriptor OpenDirectory(string path)
    {
        try
        {
            return PathWalk.OpenDirectory(path);
        }
        catch (Exception failure)
        {
            throw FileFailures.Named(failure, path);
        }
    }

    private static OpenResult Open(string path, string format, bool readOnly, bool encrypted)
    {
        OpenedImage? image = null;
        try
        {
            var file = PathWalk.OpenFile(path, readOnly ? FileAccess.Read : FileAccess.ReadWrite);
            var identity = FileIdentity.Of(file);
            image = new OpenedImage(path, format, readOnly, file, identity.Device, identity.Inode);
            return new OpenResult(image, format is "qcow2" ? Below(BackingImage.ReadHeader(path, file, encrypted)) : ForeignImage.Check(path, format, file, readOnly));
        }
        catch (Exception failure)
        {
            image?.Dispose();
            throw FileFailures.Named(failure, path);
        }
    }

    private static NamedBelow Below(Qcow2Header header) => new(header.BackingFile, header.BackingFormat);

    private sealed record OpenResult(OpenedImage Image, NamedBelow? Below) : IDisposable
    {
        public void Dispose() => Image.Dispose();
    }
}
