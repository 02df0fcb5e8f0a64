using Pando.Domains;
using Pando.Domains.Agents;
using Pando.GuestAgent;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Nothing = Pando.Libvirt.Nothing;

namespace Pando.LibvirtServer.Procedures;

/// <summary>What the agent inside a guest is asked.</summary>
internal sealed class DomainAgentProcedures(LibvirtServices services, DomainLookup lookup)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    // As the REST surface: a client that dies leaves nothing frozen for good.
    private static readonly TimeSpan LongestFreeze = TimeSpan.FromMinutes(10);

    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.DomainFsfreeze, async (call, arguments) =>
            new DomainFsfreezeRet(await services.Agents.FreezeAsync(Id(arguments.Dom, arguments.Flags), arguments.Mountpoints, LongestFreeze, call.Cancellation)));
        table.Add(RemoteProgram.DomainFsthaw, async (call, arguments) =>
            new DomainFsthawRet(await services.Agents.ThawAsync(Id(arguments.Dom, arguments.Flags), call.Cancellation)));
        table.Add(RemoteProgram.DomainFstrim, (call, arguments) => TrimAsync(call, arguments));
        table.Add(RemoteProgram.DomainGetFsinfo, (call, arguments) => FileSystemsAsync(call, arguments));
        table.Add(RemoteProgram.DomainGetTime, (call, arguments) => TimeAsync(call, arguments));
        table.Add(RemoteProgram.DomainSetTime, (call, arguments) => SetTimeAsync(call, arguments));
        table.Add(RemoteProgram.DomainGetHostname, (call, arguments) => HostNameAsync(call, arguments));
        table.Add(RemoteProgram.DomainGetGuestInfo, async (call, arguments) =>
        {
            LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
            var view = lookup.Get(arguments.Dom);
            return new DomainGetGuestInfoRet(await new GuestInfoParameters(services.Agents, view).ReadAsync((VirDomainGuestInfoTypes)arguments.Types, call.Cancellation));
        });
        table.Add(RemoteProgram.DomainSetUserPassword, (call, arguments) => SetPasswordAsync(call, arguments));
        table.Add(RemoteProgram.DomainAuthorizedSshKeysGet, async (call, arguments) => new DomainAuthorizedSshKeysGetRet(
            (await services.Agents.AskAsync(Id(arguments.Dom, arguments.Flags), new GuestSshGetAuthorizedKeys(arguments.User), call.Cancellation)).Keys));
        table.Add(RemoteProgram.DomainAuthorizedSshKeysSet, (call, arguments) => SetKeysAsync(call, arguments));
        table.Add(RemoteProgram.DomainGetGuestVcpus, (call, arguments) => VcpusAsync(call, arguments));
        table.Add(RemoteProgram.DomainSetGuestVcpus, (call, arguments) => SetVcpusAsync(call, arguments));
        table.Add(RemoteProgram.DomainAgentSetResponseTimeout, (call, arguments) => LimitAsync(call, arguments));
        table.Add(RemoteProgram.DomainPmSuspendForDuration, (call, arguments) => SleepAsync(call, arguments));
    }

    private DomainId Id(RemoteDomain domain, uint flags, uint known = 0)
    {
        LibvirtRefusal.UnlessFlags(flags, known);
        return lookup.Get(domain).Id;
    }

    private async ValueTask<Nothing> TrimAsync(Call call, DomainFstrimArgs arguments)
    {
        var id = Id(arguments.Dom, arguments.Flags);
        if (arguments.MountPoint is not null)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.ArgumentUnsupported, LibvirtErrorDomain.Qemu, "Specifying mount point is not supported for now");
        }
        await services.Agents.AskAsync(id, new GuestFstrim((long)Math.Min(arguments.Minimum, long.MaxValue)), call.Cancellation);
        return Nothing.Value;
    }

    private async ValueTask<DomainGetFsinfoRet> FileSystemsAsync(Call call, DomainGetFsinfoArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        var view = lookup.Get(arguments.Dom);
        var told = await services.Agents.AskAsync(view.Id, new GuestGetFsinfo(), call.Cancellation);
        return new DomainGetFsinfoRet(
            [.. told.Select(one => new DomainFsinfo(one.Mountpoint, one.Name, one.Type, [.. GuestDiskNames.Of(one, view.Definition)]))], (uint)told.Count);
    }

    private async ValueTask<DomainGetTimeRet> TimeAsync(Call call, DomainGetTimeArgs arguments)
    {
        var nanoseconds = await services.Agents.AskAsync(Id(arguments.Dom, arguments.Flags), new GuestGetTime(), call.Cancellation);
        var (seconds, rest) = Math.DivRem(nanoseconds, NanosecondsPerSecond);
        return new DomainGetTimeRet(seconds, (uint)Math.Max(0, rest));
    }

    private async ValueTask<Nothing> SetTimeAsync(Call call, DomainSetTimeArgs arguments)
    {
        var id = Id(arguments.Dom, arguments.Flags, (uint)VirDomainSetTimeFlags.TimeSync);
        if (arguments.Seconds is < 0 or > long.MaxValue / NanosecondsPerSecond - 1 || arguments.Nseconds >= NanosecondsPerSecond)
        {
            throw LibvirtRefusal.InvalidArgument($"time of {arguments.Seconds} s and {arguments.Nseconds} ns");
        }
        long? time = arguments.Flags != 0 ? null : (arguments.Seconds * NanosecondsPerSecond) + arguments.Nseconds;
        await services.Agents.AskAsync(id, new GuestSetTime(time), call.Cancellation);
        return Nothing.Value;
    }

    /// <summary>What the guest calls itself: by its agent, or by what it told the server that it has its address of.</summary>
    private async ValueTask<DomainGetHostnameRet> HostNameAsync(Call call, DomainGetHostnameArgs arguments)
    {
        const uint lease = (uint)VirDomainGetHostnameFlags.Lease;
        const uint agent = (uint)VirDomainGetHostnameFlags.Agent;
        LibvirtRefusal.UnlessFlags(arguments.Flags, agent | lease);
        var view = lookup.Get(arguments.Dom);
        return arguments.Flags switch
        {
            agent | lease => throw LibvirtRefusal.InvalidArgument("lease and agent flags are mutually exclusive"),
            lease => new DomainGetHostnameRet(LeasedName(Impact.RequireRunning(view))),
            _ => new DomainGetHostnameRet((await services.Agents.AskAsync(view.Id, new GuestGetHostName(), call.Cancellation)).HostName),
        };
    }

    private string LeasedName(DomainView view)
    {
        var cards = view.Definition.Devices.Interfaces.Items.Select(card => card.Mac).OfType<MacAddress>().ToHashSet();
        return services.Networks.List().SelectMany(network => services.Networks.Leases(network.Id))
            .Where(lease => lease.Mac is { } mac && cards.Contains(mac)).Select(lease => lease.HostName).FirstOrDefault(name => name is not null)
            ?? throw new LibvirtRefusal(LibvirtErrorNumber.NoHostname, LibvirtErrorDomain.Qemu, $"no hostname found for domain {view.Definition.Name}");
    }

    private async ValueTask<Nothing> SetPasswordAsync(Call call, DomainSetUserPasswordArgs arguments)
    {
        var id = Id(arguments.Dom, arguments.Flags, (uint)VirDomainSetUserPasswordFlags.PasswordEncrypted);
        if (arguments is not { User: { } user, Password: { } password })
        {
            throw LibvirtRefusal.InvalidArgument("user and password must not be NULL");
        }
        await services.Agents.SetPasswordAsync(id, user, new Secret(password), arguments.Flags != 0, call.Cancellation);
        return Nothing.Value;
    }

    private async ValueTask<Nothing> SetKeysAsync(Call call, DomainAuthorizedSshKeysSetArgs arguments)
    {
        const VirDomainAuthorizedSshKeysSetFlags append = VirDomainAuthorizedSshKeysSetFlags.Append, remove = VirDomainAuthorizedSshKeysSetFlags.Remove;
        var id = Id(arguments.Dom, arguments.Flags, (uint)(append | remove));
        AgentVerb<GuestAgent.Nothing> verb = (VirDomainAuthorizedSshKeysSetFlags)arguments.Flags switch
        {
            append => new GuestSshAddAuthorizedKeys(arguments.User, arguments.Keys),
            remove => new GuestSshRemoveAuthorizedKeys(arguments.User, arguments.Keys),
            append | remove => throw LibvirtRefusal.InvalidArgument("append and remove flags are mutually exclusive"),
            _ => new GuestSshAddAuthorizedKeys(arguments.User, arguments.Keys, Reset: true),
        };
        await services.Agents.AskAsync(id, verb, call.Cancellation);
        return Nothing.Value;
    }

    private async ValueTask<DomainGetGuestVcpusRet> VcpusAsync(Call call, DomainGetGuestVcpusArgs arguments)
    {
        var told = await services.Agents.AskAsync(Id(arguments.Dom, arguments.Flags), new GuestGetVcpus(), call.Cancellation);
        return new DomainGetGuestVcpusRet(
        [
            Parameters.Text("vcpus", Set(_ => true)),
            Parameters.Text("online", Set(one => one.Online)),
            Parameters.Text("offlinable", Set(one => one.CanOffline == true)),
        ]);

        string Set(Func<GuestVcpu, bool> wanted) => NumberSet.Of(told.Where(wanted).Select(one => (int)one.LogicalId)).ToString();
    }

    private async ValueTask<Nothing> SetVcpusAsync(Call call, DomainSetGuestVcpusArgs arguments)
    {
        var id = Id(arguments.Dom, arguments.Flags);
        IReadOnlyList<long> wanted = [.. DomainPlacementProcedures.Vcpus(arguments.Cpumap).Numbers.Items.Select(number => (long)number)];
        await (arguments.State switch
        {
            0 => services.Agents.SetVcpusAsync(id, [], wanted, call.Cancellation),
            1 => services.Agents.SetVcpusAsync(id, wanted, [], call.Cancellation),
            _ => throw LibvirtRefusal.InvalidArgument($"unsupported state value '{arguments.State}'"),
        });
        return Nothing.Value;
    }

    private async ValueTask<DomainAgentSetResponseTimeoutRet> LimitAsync(Call call, DomainAgentSetResponseTimeoutArgs arguments)
    {
        TimeSpan? limit = arguments.Timeout switch
        {
            (int)VirDomainAgentResponseTimeoutValues.Block => TimeSpan.FromDays(1),
            (int)VirDomainAgentResponseTimeoutValues.Default => null,
            (int)VirDomainAgentResponseTimeoutValues.Nowait => TimeSpan.FromSeconds(1),
            > 0 => TimeSpan.FromSeconds(arguments.Timeout),
            _ => throw LibvirtRefusal.InvalidArgument($"guest agent timeout '{arguments.Timeout}' is less than the minimum '-2'"),
        };
        await services.Agents.LimitAsync(Id(arguments.Dom, arguments.Flags), limit, call.Cancellation);
        return new DomainAgentSetResponseTimeoutRet(0);
    }

    private async ValueTask<Nothing> SleepAsync(Call call, DomainPmSuspendForDurationArgs arguments)
    {
        var id = Id(arguments.Dom, arguments.Flags);
        if (arguments.Duration != 0)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.ArgumentUnsupported, LibvirtErrorDomain.Qemu, "Duration not supported. Use 0 for now");
        }
        var target = (VirNodeSuspendTarget)arguments.Target switch
        {
            VirNodeSuspendTarget.Mem => SleepTarget.Mem,
            VirNodeSuspendTarget.Disk => SleepTarget.Disk,
            VirNodeSuspendTarget.Hybrid => SleepTarget.Hybrid,
            _ => throw new LibvirtRefusal(LibvirtErrorNumber.ArgumentUnsupported, LibvirtErrorDomain.Qemu, $"Unknown suspend target: {arguments.Target}"),
        };
        await services.Agents.SuspendAsync(id, target, call.Cancellation);
        return Nothing.Value;
    }
}
