using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Pando.Host.Files;
using Pando.Linux;
using Pando.Linux.Files;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Host.Confinement.Resctrl;

/// <summary>
/// The groups of resctrl that virtual processors of machines are in. Their names begin with the machine's, so that they are
/// found again by whoever cleans up.
/// </summary>
internal sealed class ResctrlGroups(HostFiles files)
{
    private static readonly Lock Writing = new();
    private readonly ResctrlTree _tree = new(files);

    /// <summary>How a group is removed: one of the kernel's goes with what is in it, which a plain directory does not.</summary>
    public Action<string> RemoveDirectory { get; init; } = Directory.Delete;

    /// <exception cref="CallerException"><c>confinement.no-resctrl</c>.</exception>
    public void Require(DomainDefinition machine)
    {
        if (VcpuGroup.Of(machine).Count == 0)
        {
            return;
        }

        if (!_tree.IsThere)
        {
            throw new CallerException(
                ErrorCodes.Confinement.NoResctrl, ("name", machine.Name), ("what", machine.CpuTuning.Caches.IsEmpty ? "cputune/memorytune" : "cputune/cachetune"));
        }

        if (machine.CpuTuning.Caches.Items.Any(static cache => !cache.Monitors.IsEmpty) && !_tree.Measures("llc_occupancy"))
        {
            throw Refused(machine, "cputune/cachetune/monitor", "llc_occupancy", "confinement.reason.not-measured");
        }

        if (machine.CpuTuning.MemoryBandwidths.Items.Any(static memory => !memory.Monitors.IsEmpty) && !_tree.Measures("mbm_total_bytes"))
        {
            throw Refused(machine, "cputune/memorytune/monitor", "mbm_total_bytes", "confinement.reason.not-measured");
        }
    }

    /// <summary>Has the virtual processors in their groups, which are made where they are not there. What it made goes when it fails.</summary>
    public void Apply(DomainDefinition machine, string name, IReadOnlyDictionary<int, int> threads)
    {
        IReadOnlyList<VcpuGroup> groups = VcpuGroup.Of(machine);
        if (groups.Count == 0)
        {
            return;
        }

        Require(machine);
        var made = new Stack<string>();
        lock (Writing)
        {
            using FolderLock held = Hold(machine);
            try
            {
                foreach (VcpuGroup group in groups)
                {
                    Apply(machine, name, group, threads, made);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CallerException)
            {
                foreach (string directory in made)
                {
                    RemoveDirectory(directory);
                }

                throw e as CallerException ?? Refused(machine, "cputune", "resctrl", (_tree.LastRefusal() ?? e.Message).TrimEnd('.'));
            }
        }
    }

    /// <summary>Removes all groups of a machine; the kernel has their threads in the group of everything then.</summary>
    public void Remove(string name)
    {
        if (!_tree.IsThere)
        {
            return;
        }

        foreach (string folder in (string[])[Path.Combine(_tree.Directory, ResctrlTree.Monitors), _tree.Directory])
        {
            foreach (string directory in Directory.Exists(folder) ? Directory.GetDirectories(folder, name + "-vcpus_*") : [])
            {
                RemoveDirectory(directory);
            }
        }
    }

    /// <summary>What is measured of a machine now.</summary>
    public ResourceReadings Read(DomainDefinition machine, string name)
    {
        var groups = VcpuGroup.Of(machine);
        string DirectoryOf(NumberSet vcpus, NumberSet monitor) => MonitorOf(name, groups.First(group => group.Vcpus == vcpus), monitor);
        return new ResourceReadings(
            [
                .. from cache in machine.CpuTuning.Caches.Items
                   from monitor in cache.Monitors.Items
                   select new CacheUse(VcpuGroup.NameOf(monitor.Vcpus), monitor.Vcpus, [.. Counts(DirectoryOf(cache.Vcpus, monitor.Vcpus), monitor.Level, "llc_occupancy")]),
            ],
            [
                .. from memory in machine.CpuTuning.MemoryBandwidths.Items
                   from monitor in memory.Monitors.Items
                   let directory = DirectoryOf(memory.Vcpus, monitor)
                   select new BandwidthUse(
                       VcpuGroup.NameOf(monitor), monitor, [.. Counts(directory, 3, "mbm_local_bytes")], [.. Counts(directory, 3, "mbm_total_bytes")]),
            ]);
    }

    private void Apply(DomainDefinition machine, string name, VcpuGroup group, IReadOnlyDictionary<int, int> threads, Stack<string> made)
    {
        string directory = DirectoryOf(name, group);
        if (!group.IsEmpty)
        {
            if (!Directory.Exists(directory))
            {
                string schemata = new ResctrlShares(_tree, machine.Name).For(group).ToString();
                Make(directory, made);
                Append(Path.Combine(directory, "schemata"), schemata);
            }

            Take(directory, group.Vcpus, threads);
        }

        foreach (NumberSet monitor in group.Monitors)
        {
            string own = MonitorOf(name, group, monitor);
            if (own != directory)
            {
                Make(own, made);
                Take(own, monitor, threads);
            }
        }
    }

    /// <summary>Other programs, too, look for what is free and take it.</summary>
    private FolderLock Hold(DomainDefinition machine)
    {
        try
        {
            return FolderLock.TryTake(_tree.Directory) ?? throw Refused(machine, "cputune", "resctrl", "confinement.reason.resctrl-busy");
        }
        catch (SyscallException e)
        {
            throw Refused(machine, "cputune", "resctrl", e.Message.TrimEnd('.'));
        }
    }

    private static void Make(string directory, Stack<string> made)
    {
        if (!Directory.Exists(directory))
        {
            Directory.CreateDirectory(directory);
            made.Push(directory);
        }
    }

    /// <summary>One write for each thread: the kernel takes each as a command of its own.</summary>
    private static void Take(string directory, NumberSet vcpus, IReadOnlyDictionary<int, int> threads)
    {
        foreach (int thread in threads.Where(thread => vcpus.Contains(thread.Key)).Select(static thread => thread.Value))
        {
            Append(Path.Combine(directory, "tasks"), string.Create(CultureInfo.InvariantCulture, $"{thread}\n"));
        }
    }

    private static void Append(string path, string text)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(file, Encoding.ASCII.GetBytes(text), RandomAccess.GetLength(file));
    }

    /// <summary>The directory of what is measured: the group's own where it is of all of it.</summary>
    private string MonitorOf(string name, VcpuGroup group, NumberSet monitor) => !group.IsEmpty && monitor == group.Vcpus
        ? DirectoryOf(name, group)
        : Path.Combine(group.IsEmpty ? _tree.Directory : DirectoryOf(name, group), ResctrlTree.Monitors, $"{name}-{VcpuGroup.NameOf(monitor)}");

    private string DirectoryOf(string name, VcpuGroup group) => Path.Combine(_tree.Directory, $"{name}-{VcpuGroup.NameOf(group.Vcpus)}");

    /// <summary>The counter of each cache of that level, or of each node; one that the processor cannot tell now is left out.</summary>
    private static IEnumerable<(int Id, long Count)> Counts(string directory, int level, string counter)
    {
        string prefix = string.Create(CultureInfo.InvariantCulture, $"mon_L{level}_");
        string data = Path.Combine(directory, "mon_data");
        foreach (string domain in Directory.Exists(data) ? Directory.GetDirectories(data, prefix + "*").Order(StringComparer.Ordinal).ToArray() : [])
        {
            if (int.TryParse(Path.GetFileName(domain).AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                && long.TryParse(TryRead(Path.Combine(domain, counter)), NumberStyles.None, CultureInfo.InvariantCulture, out long count))
            {
                yield return (id, count);
            }
        }
    }

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static CallerException Refused(DomainDefinition machine, string what, string value, string reason) =>
        new(ErrorCodes.Confinement.ValueRefused, ("name", machine.Name), ("what", what), ("value", value), ("reason", reason));
}
