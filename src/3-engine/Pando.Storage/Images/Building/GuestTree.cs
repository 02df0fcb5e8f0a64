using System.Text;
using Pando.Linux;
using Pando.Linux.Files;

namespace Pando.Storage.Images.Building;

/// <summary>
/// Writes into a guest's file tree. Links in it lead, for us, into the host: every path is walked without following any.
/// </summary>
internal sealed class GuestTree(Folder root)
{
    private const UnixFileMode Public = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode PublicFolder =
        Public | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Writes a file that everybody may read, in place of what is there.</summary>
    public void Write(string path, ReadOnlySpan<byte> content)
    {
        using var folder = FolderOf(path);
        var name = Path.GetFileName(path);
        folder.Remove(name);
        using var file = folder.CreateFile(name);
        RandomAccess.Write(file, content, 0);
        // The creation mode was cut by the umask.
        File.SetUnixFileMode(file, Public);
    }

    public void Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));

    /// <summary>Makes a link in place of what is there.</summary>
    public void Link(string path, string target)
    {
        using var folder = FolderOf(path);
        folder.Remove(Path.GetFileName(path));
        folder.MakeLink(Path.GetFileName(path), target);
    }

    /// <summary>Removes the files of a directory that a test chooses; a directory that is not there has none.</summary>
    public void Remove(string directory, Func<string, bool> choose)
    {
        using var folder = TryOpen(directory);
        foreach (var name in folder?.Names().Where(choose) ?? [])
        {
            if (folder!.TryStatus(name) is not { Kind: FileKind.Directory })
            {
                folder.Remove(name);
            }
        }
    }

    private Folder? TryOpen(string directory)
    {
        try
        {
            return Open(directory, make: false);
        }
        catch (SyscallException missing) when (missing.Errno == Errno.ENOENT)
        {
            return null;
        }
    }

    private Folder FolderOf(string path) => Open(Path.GetDirectoryName(path) ?? "", make: true);

    private Folder Open(string directory, bool make)
    {
        var current = new Folder(Descriptor.Duplicate(root.Handle), root.Path);
        foreach (var name in directory.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            using var parent = current;
            current = make ? parent.MakeFolder(name, PublicFolder) : parent.OpenFolder(name);
        }
        return current;
    }
}
