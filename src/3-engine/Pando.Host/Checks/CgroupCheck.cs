using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Can machines be limited and measured by control groups v2?</summary>
internal sealed class CgroupCheck : IHostCheck
{
    private const string Folder = "/sys/fs/cgroup";
    private static readonly string[] Wanted = ["cpu", "cpuset", "memory", "io", "pids"];

    private static readonly Finding Complete = new("cgroup.v2", CheckStatus.Pass);
    private static readonly Finding Partly = new("cgroup.partly", CheckStatus.Warn);
    private static readonly Finding Version1 = new("cgroup.v1", CheckStatus.Warn);
    private static readonly Finding Missing = new("cgroup.missing", CheckStatus.Warn);

    public ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken)
    {
        if (host.Files.Text($"{Folder}/cgroup.controllers") is { } text)
        {
            string[] controllers = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string[] missing = [.. Wanted.Except(controllers, StringComparer.Ordinal)];
            return missing.Length == 0
                ? Complete.Now(("controllers", string.Join(", ", controllers)))
                : Partly.Now(("missing", string.Join(", ", missing)));
        }

        // v1, or both side by side (v2 under "unified" then has no controllers worth the name).
        IReadOnlyList<string> names = host.Files.Names(Folder);
        return names.Intersect([.. Wanted, "unified"], StringComparer.Ordinal).Any() ? Version1.Now() : Missing.Now();
    }
}
