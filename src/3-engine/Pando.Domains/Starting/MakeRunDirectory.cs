using Pando.Domains.Changing;
using Pando.Domains.Stopping;
using Pando.Linux.Files;
using Pando.Model.Domains;
using Pando.Model.Jobs;

namespace Pando.Domains.Starting;

/// <summary>Makes the directory of the machine's sockets: others may pass through it and see nothing, for QEMU is handed descriptors.</summary>
internal sealed class MakeRunDirectory(DomainServices services, DomainId id) : JobStep
{
    /// <summary>The one directory that QEMU's own user may write: it binds the socket of a display itself.</summary>
    public const string OwnOfQemu = "qemu";

    public override string Name => "make-run-directory";

    public override ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var directory = services.Paths.DomainRun(id);
        // What a process of an earlier boot left is nobody's any more: adoption has taken what still ran.
        RemoveRunDirectory.Remove(directory);
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        const UnixFileMode passing = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        Directory.CreateDirectory(directory, owner);
        File.SetUnixFileMode(directory, owner | passing);
        Directory.CreateDirectory(Path.Combine(directory, OwnOfQemu), owner);
        Directory.CreateDirectory(Path.Combine(directory, QemuEnclosure.ViewDirectory), owner);
        var plugged = Directory.CreateDirectory(Path.Combine(directory, PluggedFiles.Folder), owner).FullName;
        File.SetUnixFileMode(plugged, owner | passing);
        if (services.Qemu.RunAs is { } user)
        {
            using var folder = Folder.Open(Path.Combine(directory, OwnOfQemu));
            Folder.ChangeOwner(folder.Handle, user.Uid, user.Gid, folder.Path);
        }
        return ValueTask.CompletedTask;
    }

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        RemoveRunDirectory.Remove(services.Paths.DomainRun(id));
        return ValueTask.CompletedTask;
    }
}
