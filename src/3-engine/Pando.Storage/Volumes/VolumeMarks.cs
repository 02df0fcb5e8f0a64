using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Pando.Linux;
using Pando.Linux.Files;

namespace Pando.Storage.Volumes;

/// <summary>
/// What a volume's file says about itself: who made it, and its format. They are attributes of the file, so they move with
/// it. Where we are root they are in the namespace that only root reads and writes: a guest's process has the file open
/// and must not be able to say that its raw disk is a qcow2 image backed by the host's files.
/// </summary>
internal sealed class VolumeMarks
{
    private const string Owner = "owner";
    private const string Format = "format";

    private readonly string _prefix;

    private VolumeMarks(string prefix) => _prefix = prefix;

    /// <summary>Finds the namespace that works in a folder, by trying; null where none does, or nothing can be written.</summary>
    public static VolumeMarks? Probe(Folder folder)
    {
        var name = $".probe-{Guid.NewGuid():N}";
        using var file = TryCreate(folder, name);
        return file is null ? null : new[] { "trusted.pando.", "user.pando." }
            .Where(prefix => ExtendedAttribute.TrySet(file, prefix + Owner, "-"))
            .Select(static prefix => new VolumeMarks(prefix))
            .FirstOrDefault();
    }

    private static SafeFileHandle? TryCreate(Folder folder, string name)
    {
        try
        {
            var file = folder.CreateFile(name);
            folder.Remove(name);
            return file;
        }
        catch (SyscallException failure) when (failure.Errno is Errno.EROFS or Errno.EACCES or Errno.EPERM)
        {
            // What is there can still be listed.
            return null;
        }
    }

    public void Set(SafeHandle file, string owner, string format)
    {
        ExtendedAttribute.TrySet(file, _prefix + Owner, owner);
        ExtendedAttribute.TrySet(file, _prefix + Format, format);
    }

    public bool IsOwnedBy(SafeHandle file, string owner) =>
        string.Equals(ExtendedAttribute.TryGet(file, _prefix + Owner), owner, StringComparison.Ordinal);

    /// <summary>The format it was made in; null for a file that came from elsewhere.</summary>
    public string? FormatOf(SafeHandle file) =>
        ExtendedAttribute.TryGet(file, _prefix + Format) switch
        {
            "raw" => "raw",
            "qcow2" => "qcow2",
            _ => null,
        };
}
