using Pando.Host.Files;
using Pando.Linux.Systemd;
using Pando.Model.Domains;

namespace Pando.Host.Confinement.ControlGroups;

/// <summary>
/// The control group of each machine: under systemd, below a transient scope that is delegated to us; else a directory below the
/// mount. The processes are in a group of their own in it, whose limits are ours and not systemd's.
/// </summary>
internal sealed class MachineGroups(HostFiles files, TimeProvider time)
{
    /// <summary>All that limits of machines are made of.</summary>
    public static readonly string[] Wanted = ["cpu", "cpuset", "io", "memory", "pids"];

    private const string Inner = "machine";
    private const string DefaultPartition = "/machine";
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(10);
    private readonly GroupTree? _tree = GroupTree.Find(files);

    /// <summary>Null where a machine can have none; else where it will be.</summary>
    /// <param name="name">The machine's name among all of the host.</param>
    /// <param name="partition">Where the definition wants it: <c>/machine/production</c>.</param>
    public (string Group, string? Scope, IReadOnlyList<string> Controllers)? Choose(string name, string? partition)
    {
        if (_tree is null)
        {
            return null;
        }

        string place = partition ?? DefaultPartition;
        return _tree.HasSystemd
            ? ($"{SlicePath(place)}/machine-{name}.scope/{Inner}", $"machine-{name}.scope", Offered())
            : ($"{place}/{name}", null, Offered());
    }

    /// <summary>Makes the group of a machine that has no scope; a scope is made of its first process.</summary>
    public void Make(GuestConfinement confinement)
    {
        if (_tree is null || confinement is not { ControlGroup: { } path, Scope: null })
        {
            return;
        }

        var group = new ControlGroup(files.PathOf(_tree.Mount));
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            group.HandDown(Wanted);
            group = group.Child(name);
            group.Make();
        }
    }

    /// <summary>Takes a process in.</summary>
    public async ValueTask EnterAsync(GuestConfinement confinement, int pid, CancellationToken cancellationToken)
    {
        if (Of(confinement) is not { } group)
        {
            return;
        }

        if (!group.Exists && confinement.Scope is { } scope)
        {
            string slice = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(confinement.ControlGroup)))!;
            await TransientScope.StartAsync(
                new TransientScope(scope, slice, $"Pando machine {scope}", pid), time, cancellationToken);
            group.Make();
            group.Take(pid);
            // Only now: a group that hands controllers down may hold no process itself.
            new ControlGroup(Path.GetDirectoryName(group.Directory)!).HandDown(Wanted);
            return;
        }

        group.Take(pid);
    }

    /// <summary>Ends what is left in the group, and removes it.</summary>
    public async ValueTask RemoveAsync(GuestConfinement confinement, CancellationToken cancellationToken)
    {
        if (Of(confinement) is not { Exists: true } group)
        {
            return;
        }

        await group.KillAllAsync(KillLimit, time, cancellationToken);
        group.Remove();
    }

    /// <summary>The group; null where the machine has none.</summary>
    public ControlGroup? Of(GuestConfinement confinement) =>
        _tree is not null && confinement.ControlGroup is { } path ? new ControlGroup(files.PathOf(_tree.Mount + path)) : null;

    /// <summary><c>/machine/production</c> → <c>/machine.slice/machine-production.slice</c> (systemd.slice(5)).</summary>
    internal static string SlicePath(string partition)
    {
        string path = string.Empty;
        string name = string.Empty;
        foreach (string part in partition.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            name = name.Length == 0 ? part : $"{name}-{part}";
            path += $"/{name}.slice";
        }

        return path;
    }

    private IReadOnlyList<string> Offered() => [.. Wanted.Intersect(_tree!.Controllers, StringComparer.Ordinal)];
}
