using Pando.Linux.Files;
using Pando.Model.Domains;

namespace Pando.Domains.Starting;

/// <summary>
/// Where QEMU makes the file that a guest's memory is in (<c>&lt;source type='file'/&gt;</c>). QEMU takes the name away as soon as
/// the file is open: nothing is left of it, whatever happens, and the folder is every machine's.
/// </summary>
internal static class MemoryFolder
{
    /// <summary>The folder, which is there afterwards where the machine needs it.</summary>
    public static string Prepare(DomainDefinition definition, DomainServices services)
    {
        var path = services.Paths.MemoryFiles;
        if (definition.MemoryBacking.Source == MemorySource.File && !Directory.Exists(path))
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (services.Qemu.RunAs is { } user)
            {
                using var folder = Folder.Open(path);
                Folder.ChangeOwner(folder.Handle, user.Uid, user.Gid, folder.Path);
            }
        }
        return path;
    }
}
