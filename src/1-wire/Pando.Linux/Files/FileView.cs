using Pando.Linux.Spawn;

namespace Pando.Linux.Files;

/// <summary>
/// A file system tree that shows nothing of the host's but what was granted (mount_namespaces(7)): bind mounts on an empty root,
/// read-only where writing was not granted. It lives as long as the processes in it, and holds no other mount of the host.
/// </summary>
/// <param name="root">An empty directory to build it on.</param>
/// <param name="grants">What it shows. What does not exist is left out.</param>
internal sealed class FileView(string root, IEnumerable<FileGrant> grants)
{
    private const nint NewMounts = 0x20000;
    private const nint ReadOnly = 1;
    private const nint NoSetUid = 2;
    private const nint NoDevices = 4;
    private const nint NoExecute = 8;
    private const nint Remount = 32;
    private const nint Bind = 4096;
    private const nint Recursive = 16384;
    private const nint Private = 1 << 18;
    private const nint Detach = 2;
    private const nint CurrentDirectory = -100;
    private const nint RegularFile = 0x8000 | 0b110_100_100;
    private const nint OpenToAll = 0b111_101_101;
    private const nint NotWritableByOthers = 0b000_010_010;

    private readonly string _root = root.TrimEnd('/');
    private readonly HashSet<string> _made = new(StringComparer.Ordinal) { string.Empty };
    private readonly List<FileGrant> _shown = [];

    /// <summary>The calls that put the calling thread into it.</summary>
    public void AddTo(PreparedCalls calls, TerminalDevices? terminals)
    {
        calls.Add("unshare", NewMounts, subject: "CLONE_NEWNS");
        calls.Add("umask", NotWritableByOthers);
        // Nothing that is mounted here from now on shows on the host.
        calls.Add("mount", 0, calls.Text("/"), 0, Recursive | Private, subject: "/");
        calls.Add("mount", calls.Text("tmpfs"), calls.Text(_root), calls.Text("tmpfs"), NoSetUid | NoDevices | NoExecute, calls.Text("mode=755,size=256k"), subject: _root);
        if (terminals is not null)
        {
            const int moveMount = 429;
            const int fromDescriptor = 4;
            MakeParents("/dev/ptmx", calls);
            calls.Add(
                "syscall", moveMount, terminals.Number, calls.Text(string.Empty), CurrentDirectory, calls.Text(_root + "/dev"), fromDescriptor, subject: "move_mount /dev");
        }

        // A directory before what is in it, and a link after what it may lead into.
        foreach (FileGrant grant in grants.OrderBy(static grant => RealPath.TryOf(grant.Path) != grant.Path.TrimEnd('/')).ThenBy(static grant => grant.Path, StringComparer.Ordinal))
        {
            Show(grant, calls);
        }

        calls.Add("chdir", calls.Text(_root), subject: _root);
        // The old root comes to lie over the new one, and goes (pivot_root(2), "pivot_root(".", ".")").
        calls.Add("syscall", PivotRoot, calls.Text("."), calls.Text("."), subject: "pivot_root");
        calls.Add("umount2", calls.Text("."), Detach, subject: "the old root");
        calls.Add("mount", 0, calls.Text("/"), 0, Remount | Bind | ReadOnly | NoSetUid | NoDevices | NoExecute, subject: "/");
        calls.Add("chdir", calls.Text("/"), subject: "/");
    }

    private static nint PivotRoot => System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture
        is System.Runtime.InteropServices.Architecture.Arm64 ? 41 : 155;

    private void Show(FileGrant grant, PreparedCalls calls)
    {
        string path = grant.Path.TrimEnd('/');
        if (RealPath.TryOf(path) is not { } real)
        {
            return;
        }

        bool isLink = real != path;
        if (isLink && Covering(real) is not null && Covering(path) is null && !HasLinkedParent(path))
        {
            // /lib → usr/lib: the link itself is what programs know.
            MakeParents(path, calls);
            calls.Add("symlink", calls.Text(real), calls.Text(_root + path), subject: path);
            return;
        }

        ShowAt(real, grant.Rights, calls);
        if (isLink && !HasLinkedParent(path) && Covering(path) is null)
        {
            ShowAt(path, grant.Rights, calls);
        }
    }

    private void ShowAt(string path, FileRights rights, PreparedCalls calls)
    {
        FileGrant? cover = Covering(path);
        // A mount below a directory that is shown is not shown with it.
        if (cover is not null && (cover.Rights & rights & ~FileRights.Read) == (rights & ~FileRights.Read) && DeviceOf(cover.Path) == DeviceOf(path))
        {
            return;
        }

        bool isDirectory = Directory.Exists(path);
        if (cover is null)
        {
            MakeParents(path, calls);
            MakePoint(path, isDirectory, calls);
        }

        nint source = calls.Text(path);
        nint target = calls.Text(_root + path);
        calls.Add("mount", source, target, 0, Bind, subject: path);
        bool writable = (rights & (FileRights.Write | FileRights.Make)) != 0;
        bool isDevice = path.StartsWith("/dev/", StringComparison.Ordinal);
        calls.Add(
            "mount", 0, target, 0,
            Remount | Bind | NoSetUid
                | (writable ? 0 : ReadOnly)
                | (isDevice ? 0 : NoDevices)
                | (rights.HasFlag(FileRights.Execute) ? 0 : NoExecute),
            subject: path);
        _shown.Add(new FileGrant(path, rights));
    }

    private static ulong DeviceOf(string path)
    {
        using HeldPath held = HeldPath.Open(path);
        return held.Status.Identity.Device;
    }

    private FileGrant? Covering(string path) =>
        _shown.LastOrDefault(shown => path == shown.Path || path.StartsWith(shown.Path + "/", StringComparison.Ordinal));

    /// <summary>A path such as /var/run/x, where a directory on the way is a link: only its real name is made.</summary>
    private static bool HasLinkedParent(string path) =>
        Path.GetDirectoryName(path) is { } parent && RealPath.TryOf(parent) is { } real && real != parent;

    private void MakeParents(string path, PreparedCalls calls)
    {
        string parent = path[..path.LastIndexOf('/')];
        if (_made.Contains(parent) || Covering(parent) is not null)
        {
            return;
        }

        MakeParents(parent, calls);
        MakePoint(parent, isDirectory: true, calls);
    }

    private void MakePoint(string path, bool isDirectory, PreparedCalls calls)
    {
        if (!_made.Add(path))
        {
            return;
        }

        if (isDirectory)
        {
            calls.Add("mkdir", calls.Text(_root + path), OpenToAll, subject: path);
        }
        else
        {
            calls.Add("mknod", calls.Text(_root + path), RegularFile, 0, subject: path);
        }
    }
}
