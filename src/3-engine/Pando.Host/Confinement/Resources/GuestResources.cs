using Pando.Host.Confinement.ControlGroups;
using Pando.Host.Confinement.Resctrl;
using Pando.Host.Files;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Host.Confinement.Resources;

/// <summary>Holds machines to their resources by their control groups and the kernel's scheduler.</summary>
public sealed class GuestResources : IGuestResources
{
    private readonly MachineGroups _groups;
    private readonly ResctrlGroups _shares;
    private readonly InstancePaths _paths;

    /// <summary>Looks at nothing yet but where control groups are.</summary>
    /// <param name="root">Where /proc and /sys are found.</param>
    /// <param name="paths">The instance, by which its groups are told from others'.</param>
    /// <param name="time">The clock.</param>
    public GuestResources(string root, InstancePaths paths, TimeProvider time)
    {
        var files = new HostFiles(root);
        _groups = new MachineGroups(files, time);
        _shares = new ResctrlGroups(files);
        _paths = paths;
    }

    /// <inheritdoc/>
    public void Require(DomainDefinition definition, GuestConfinement confinement)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(confinement);
        foreach (GroupSetting setting in ResourceSettings.Of(definition))
        {
            Require(definition, confinement, setting.Controller, setting.What);
        }

        if (ResourceSettings.HasThreadGroups(definition))
        {
            Require(definition, confinement, "cpu", "cputune/vcpu_quota");
        }

        _shares.Require(definition);
    }

    /// <inheritdoc/>
    public void Apply(DomainDefinition definition, DomainDefinition? before, GuestConfinement confinement)
    {
        Require(definition, confinement);
        if (_groups.Of(confinement) is not { } group)
        {
            return;
        }

        // All of a machine is ended together when it goes over its memory: a QEMU without one of its helpers is of no use.
        _ = group.TryWrite("memory.oom.group", "1");
        IReadOnlyList<GroupSetting> old = before is null ? [] : ResourceSettings.Of(before);
        IReadOnlyList<GroupSetting> wanted = ResourceSettings.Of(definition);
        var done = new Stack<GroupSetting>();
        try
        {
            foreach (GroupSetting gone in old.ExceptBy(wanted.Select(static setting => setting.Key), static setting => setting.Key, StringComparer.Ordinal))
            {
                Write(group, gone with { Value = gone.Default }, definition);
                done.Push(gone);
            }

            foreach (GroupSetting setting in wanted.Except(old))
            {
                Write(group, setting, definition);
                done.Push(setting);
            }
        }
        catch (CallerException)
        {
            foreach (GroupSetting changed in done)
            {
                GroupSetting? was = old.FirstOrDefault(setting => setting.Key == changed.Key);
                _ = group.TryWrite(FileOf(group, changed), was?.Value ?? changed.Default);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public void ApplyThreads(DomainDefinition definition, GuestConfinement confinement, GuestThreads threads)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(threads);
        new ThreadLimits(definition, threads).Apply(_groups.Of(confinement));
        _shares.Apply(definition, InstanceMark.NameOf(definition.Id, _paths), threads.Vcpus);
    }

    /// <inheritdoc/>
    public ResourceReadings Readings(DomainDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return _shares.Read(definition, InstanceMark.NameOf(definition.Id, _paths));
    }

    private static void Require(DomainDefinition definition, GuestConfinement confinement, string controller, string what)
    {
        if (!confinement.Controllers.Contains(controller, StringComparer.Ordinal))
        {
            throw new CallerException(ErrorCodes.Confinement.NoController, ("name", definition.Name), ("controller", controller), ("what", what));
        }
    }

    private static void Write(ControlGroup group, GroupSetting setting, DomainDefinition definition)
    {
        if (group.TryWrite(FileOf(group, setting), setting.Value) is { } reason)
        {
            throw new CallerException(
                ErrorCodes.Confinement.ValueRefused, ("name", definition.Name), ("what", setting.What), ("value", setting.Value), ("reason", reason.TrimEnd('.')));
        }
    }

    private static string FileOf(ControlGroup group, GroupSetting setting) =>
        setting.Files.FirstOrDefault(file => File.Exists(Path.Combine(group.Directory, file))) ?? setting.Files[0];
}
