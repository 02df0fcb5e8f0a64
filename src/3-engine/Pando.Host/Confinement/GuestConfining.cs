using Microsoft.Extensions.Logging;
using Pando.Host.Confinement.AppArmor;
using Pando.Host.Confinement.ControlGroups;
using Pando.Host.Confinement.Files;
using Pando.Host.Confinement.Resctrl;
using Pando.Host.Confinement.Selinux;
using Pando.Host.Files;
using Pando.Linux.Kernel;
using Pando.Linux.Spawn;
using Pando.Linux.Users;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Host.Confinement;

/// <summary>Confines machines by what this host has; what it lacks is said in the machine's <see cref="GuestConfinement"/>.</summary>
public sealed partial class GuestConfining : IGuestConfinement, IDisposable
{
    // Who owns nothing; for a host whose QEMU is root but for the machines that say otherwise.
    private const uint Nobody = 65534;

    private readonly ConfinementSettings _settings;
    private readonly MachineRecords _records;
    private readonly MachineGroups _groups;
    private readonly SelinuxPolicy _selinux;
    private readonly SelinuxLabels _contexts;
    private readonly AppArmorProfiles _profiles;
    private readonly FileMarks _marks;
    private readonly ILogger _log;
    private readonly bool _isRoot;
    private readonly Lazy<bool> _view;
    private readonly Lazy<Task<bool>> _users;

    /// <summary>Looks at nothing yet but where control groups are.</summary>
    public GuestConfining(ConfinementSettings settings, ILogger<GuestConfining> log, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var files = new HostFiles(settings.Root);
        _settings = settings;
        _log = log;
        _isRoot = UserDatabase.EffectiveUid == 0;
        _view = new Lazy<bool>(() => ViewProbe.Succeeds(Path.Combine(settings.Paths.Run, "confinement")));
        _users = new Lazy<Task<bool>>(() => UsersProbe.SucceedsAsync(new RunAs(settings.Uid ?? Nobody, settings.Gid ?? Nobody) { Groups = [.. settings.Groups] }));
        _records = new MachineRecords(Path.Combine(settings.Paths.Run, "confinement"));
        _groups = new MachineGroups(files, time);
        Shares = new ResctrlGroups(files);
        _selinux = new SelinuxPolicy(files);
        _contexts = new SelinuxLabels(files, _selinux);
        _profiles = new AppArmorProfiles(files, Path.Combine(settings.Paths.Run, "confinement"));
        _marks = new FileMarks(Path.Combine(settings.Paths.Lib, "marks"));
    }

    /// <summary>The groups of caches and memory bandwidth, which are removed here and made when the threads are there.</summary>
    internal ResctrlGroups Shares { get; init; }

    /// <inheritdoc/>
    public async ValueTask<GuestConfinement> PrepareAsync(ConfinementOrder order, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        DomainId id = order.Definition.Id;
        // Of an earlier run whose end nobody saw.
        await ReleaseAsync(id, cancellationToken);
        GuestConfinement confinement = await WithUsersAsync(order.Definition, Choose(order)).WaitAsync(cancellationToken);
        _records.Write(new MachineRecord(id.Value, order.Definition.Name, confinement));
        if (!TryMakeGroup(confinement))
        {
            // A container's tree may be there to be read only.
            confinement = (confinement with { ControlGroup = null, Controllers = [] }).Without("cgroup.refused");
            _records.Write(new MachineRecord(id.Value, order.Definition.Name, confinement));
        }

        try
        {
            foreach (ConfinedFile file in order.Files)
            {
                await AllowAsync(id, confinement, file, cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e, order.Definition.Name);
        }

        return confinement;
    }

    /// <inheritdoc/>
    public async ValueTask<GuestEnclosure> EncloseAsync(
        ConfinementOrder order, GuestConfinement confinement, string program, IReadOnlyList<GuestPath> opens, IReadOnlyList<string> handed,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(confinement);
        IReadOnlyList<GuestPath> paths = QemuPaths.Of(order, program, opens);
        // One that the definition names is the administrator's own, and loaded by them.
        if (confinement.AppArmorProfile is { } profile && profile == InstanceMark.NameOf(order.Definition.Id, _settings.Paths))
        {
            try
            {
                await _profiles.LoadAsync(profile, ProfileText.Of(profile, order, paths, order.Files, handed), cancellationToken);
            }
            catch (Exception e) when (e is IOException or TimeoutException)
            {
                throw Failed(e, order.Definition.Name);
            }
        }

        return new GuestEnclosure
        {
            Paths = [.. paths, .. QemuPaths.ForLabels(confinement)],
            Landlock = confinement.Landlock is not null,
            OwnMounts = confinement.OwnMounts,
            OwnUsers = confinement.OwnUsers,
            SelinuxContext = confinement.SelinuxContext,
            NoNewPrivileges = confinement.SelinuxContext is not { } context || _selinux.MayBecomeWithoutPrivileges(context),
            AppArmorProfile = confinement.AppArmorProfile,
            LockedMemoryBytes = LockedMemory.BytesOf(order.Definition),
        };
    }

    /// <inheritdoc/>
    public async ValueTask EnterAsync(DomainId machine, GuestConfinement confinement, int pid, CancellationToken cancellationToken = default)
    {
        try
        {
            await _groups.EnterAsync(confinement, pid, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            throw Failed(e, NameOf(machine));
        }
    }

    /// <inheritdoc/>
    public async ValueTask AllowAsync(DomainId machine, GuestConfinement confinement, ConfinedFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(confinement);
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            string? context = confinement.SelinuxContext is null ? null : _contexts.ContextOf(file, confinement);
            (uint Uid, uint Gid)? owner = _isRoot ? SeclabelChoice.OwnerOf(file, confinement, NameOf(machine)) : null;
            if (context is not null || owner is not null)
            {
                await _marks.TakeAsync(machine, file.Path, context, owner);
            }

            if (confinement.AppArmorProfile is { } profile && _profiles.TextOf(profile) is { } text)
            {
                await _profiles.LoadAsync(profile, ProfileText.With(text, file), cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            throw Failed(e, NameOf(machine));
        }
    }

    /// <inheritdoc/>
    public async ValueTask ForbidAsync(DomainId machine, GuestConfinement confinement, ConfinedFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(confinement);
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            await _marks.ReturnAsync(machine, file.Path);
            if (confinement.AppArmorProfile is { } profile && _profiles.TextOf(profile) is { } text)
            {
                await _profiles.LoadAsync(profile, ProfileText.Without(text, file), cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            // The device is gone from the machine all the same; what is left ends with the machine.
            LogNotUndone(e, NameOf(machine));
        }
    }

    /// <inheritdoc/>
    public bool MayOpen(GuestConfinement confinement, string path)
    {
        ArgumentNullException.ThrowIfNull(confinement);
        return confinement is { Landlock: null, OwnMounts: false, AppArmorProfile: null } || QemuPaths.IsGrantedToAll(path);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ShowAsync(
        DomainId machine, GuestConfinement confinement, GuestProcess process, GuestPath file, string point, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(confinement);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            return ValueTask.FromResult(ShownPaths.TryShow(confinement, process, file, point, _isRoot));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e, NameOf(machine));
        }
    }

    /// <inheritdoc/>
    public ValueTask HideAsync(DomainId machine, string point, CancellationToken cancellationToken = default)
    {
        try
        {
            ShownFile.Hide(point);
            return ValueTask.CompletedTask;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e, NameOf(machine));
        }
    }

    /// <inheritdoc/>
    public ValueTask AllowLockingAsync(DomainId machine, int pid, DomainDefinition definition, CancellationToken cancellationToken = default)
    {
        try
        {
            if (LockedMemory.BytesOf(definition) is { } bytes)
            {
                ProcessLimits.Set(pid, ResourceLimit.LockedMemoryBytes, bytes);
            }

            return ValueTask.CompletedTask;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e, NameOf(machine));
        }
    }

    /// <inheritdoc/>
    public async ValueTask ReleaseAsync(DomainId machine, CancellationToken cancellationToken = default)
    {
        bool whole = true;
        MachineRecord? record = _records.TryRead(machine);
        if (record is not null)
        {
            try
            {
                await _groups.RemoveAsync(record.Confinement, cancellationToken);
                Shares.Remove(InstanceMark.NameOf(machine, _settings.Paths));
                if (record.Confinement.AppArmorProfile is { } profile && profile == InstanceMark.NameOf(machine, _settings.Paths))
                {
                    _profiles.Remove(profile);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
            {
                whole = false;
                LogNotUndone(e, record.Name);
            }
        }

        foreach (Exception e in await _marks.ReturnAllAsync(machine))
        {
            whole = false;
            LogNotUndone(e, record?.Name ?? machine.ToString());
        }

        if (whole)
        {
            _records.Remove(machine);
        }
    }

    /// <inheritdoc/>
    public async ValueTask TidyAsync(IReadOnlySet<DomainId> running, CancellationToken cancellationToken = default)
    {
        foreach (DomainId machine in _records.Machines().Union(_marks.Holders()).Except(running))
        {
            await ReleaseAsync(machine, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _marks.Dispose();

    private bool TryMakeGroup(GuestConfinement confinement)
    {
        try
        {
            _groups.Make(confinement);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNoGroup(e);
            return false;
        }
    }

    /// <summary>What the machine will be confined by. Changes nothing.</summary>
    private GuestConfinement Choose(ConfinementOrder order)
    {
        string name = InstanceMark.NameOf(order.Definition.Id, _settings.Paths);
        var confinement = new GuestConfinement { Uid = _settings.Uid, Gid = _settings.Gid };
        confinement = WithGroup(confinement, name, order.Definition.Resource?.Path);
        confinement = WithLabel(order, confinement, name);
        int? landlock = _settings.Landlock ? Landlock.Version() : null;
        confinement = landlock > 0
            ? confinement with { Landlock = landlock }
            : confinement.Without(_settings.Landlock ? "landlock.absent" : "landlock.off");
        return (_settings.OwnMounts, _isRoot) switch
        {
            (false, _) => confinement.Without("mounts.off"),
            (_, false) => confinement.Without("mounts.not-root"),
            _ => _view.Value ? confinement with { OwnMounts = true } : confinement.Without("mounts.refused"),
        };
    }

    private async Task<GuestConfinement> WithUsersAsync(DomainDefinition machine, GuestConfinement confinement) => confinement.Uid switch
    {
        _ when !_settings.OwnUsers => confinement.Without("users.off"),
        _ when !_isRoot => confinement.Without("users.not-root"),
        // Root inside would be root outside.
        null or 0 => confinement.Without("users.root"),
        // QEMU tells the guest whose the files are, and would call everybody but itself nobody.
        _ when machine.Devices.Filesystems.Items.Any(static share => share.Driver is not FilesystemDriver.VirtioFs) => confinement.Without("users.shares"),
        _ => await _users.Value ? confinement with { OwnUsers = true } : confinement.Without("users.refused"),
    };

    private GuestConfinement WithGroup(GuestConfinement confinement, string name, string? partition)
    {
        if (!_isRoot || !_settings.ControlGroups)
        {
            return confinement.Without(_isRoot ? "cgroup.off" : "cgroup.not-root");
        }

        return _groups.Choose(name, partition) is { } chosen
            ? confinement with { ControlGroup = chosen.Group, Scope = chosen.Scope, Controllers = chosen.Controllers }
            : confinement.Without("cgroup.absent");
    }

    /// <summary>A host has one of the two that label programs, or none.</summary>
    private GuestConfinement WithLabel(ConfinementOrder order, GuestConfinement confinement, string name)
    {
        if (!_isRoot)
        {
            return confinement.Without("label.not-root");
        }

        confinement = SeclabelChoice.Owner(order.Definition, confinement);

        if (_selinux.IsOn)
        {
            return _settings.Selinux
                ? _contexts.Choose(order, confinement, _records.Machines().Select(id => _records.TryRead(id)?.Confinement.SelinuxContext))
                : confinement.Without("selinux.off");
        }

        SeclabelDefinition? wish = SeclabelChoice.Of(order.Definition, "apparmor");
        return (_profiles.IsOn, _settings.AppArmor, wish) switch
        {
            (false, _, _) => confinement.Without("label.absent"),
            (_, false, _) => confinement.Without("apparmor.off"),
            (_, _, { Type: SeclabelType.None }) => confinement.Without("label.definition"),
            (_, _, { Type: SeclabelType.Static, Label: { } profile }) => confinement with { AppArmorProfile = profile },
            _ => _profiles.CanLoad ? confinement with { AppArmorProfile = name } : confinement.Without("apparmor.no-parser"),
        };
    }

    private string NameOf(DomainId machine) => _records.TryRead(machine)?.Name ?? machine.ToString();

    private static MachineryException Failed(Exception failure, string machine) =>
        new(ErrorCodes.Confinement.Failed, failure, ("name", machine), ("reason", failure.Message.TrimEnd('.')));

    [LoggerMessage(Level = LogLevel.Warning, Message = "No control group can be made for a machine")]
    private partial void LogNoGroup(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Something that confined machine {Machine} could not be undone; it is tried again when the machine or the daemon starts")]
    private partial void LogNotUndone(Exception failure, string machine);
}
