using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Storage.FileSystems;

/// <summary>Opens the files and devices that a machine's devices name, each in the lane of its own file system.</summary>
public sealed partial class GuestFiles : IGuestFiles
{
    private readonly FileSystemLanes _lanes;

    internal GuestFiles(FileSystemLanes lanes) => _lanes = lanes;

    /// <inheritdoc/>
    public async ValueTask<SafeFileHandle> OpenAsync(string path, GuestFileUse use, CancellationToken cancellationToken = default)
    {
        if (!Path.IsPathRooted(path) || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new CallerException(ErrorCodes.Storage.PathMissing, ("path", path), ("component", path));
        }
        return await _lanes.For(path).RunAsync(path, () => Open(path, use), cancellationToken);
    }

    private static SafeFileHandle Open(string path, GuestFileUse use)
    {
        try
        {
            return use switch
            {
                GuestFileUse.Append => PathWalk.OpenToAppend(path),
                GuestFileUse.ReadDevice => PathWalk.OpenDevice(path, FileAccess.Read),
                _ => PathWalk.OpenDevice(path, FileAccess.ReadWrite),
            };
        }
        catch (Exception failure)
        {
            throw FileFailures.Named(failure, path);
        }
    }
}
