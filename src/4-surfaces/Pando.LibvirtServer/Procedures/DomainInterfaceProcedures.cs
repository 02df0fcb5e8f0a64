using Pando.Domains;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Xml.Changes;

namespace Pando.LibvirtServer.Procedures;

/// <summary>How fast machines' network cards are.</summary>
internal sealed class DomainInterfaceProcedures(LibvirtServices services, DomainLookup lookup)
{
    public void AddTo(ProcedureTable table)
    {
        table.Add(RemoteProgram.DomainGetInterfaceParameters, (_, arguments) => Get(arguments));
        table.Add(RemoteProgram.DomainSetInterfaceParameters, (call, arguments) => SetAsync(call, arguments));
    }

    /// <summary>A card by its device on the host, or its address.</summary>
    public static InterfaceDevice Find(DomainDefinition machine, string card) => machine.Devices.Interfaces.Items.Where(one => IsMeant(one, card)).Take(2).ToList() switch
    {
        [var only] => only,
        [] => throw LibvirtRefusal.InvalidArgument($"'{card}' is not a known interface"),
        _ => throw LibvirtRefusal.InvalidArgument($"multiple interfaces match '{card}'"),
    };

    /// <summary>Has a card be as fast as is said, where it is said.</summary>
    public static async ValueTask ChangeAsync(
        LibvirtServices services, Call call, DomainView machine, string card, ChangeScope scope, Func<InterfaceBandwidth?, InterfaceBandwidth?> change)
    {
        var meant = Find(Meant(machine, scope), card);
        // Each keeps its other settings: the card that runs need not be the one that is stored.
        var stored = scope.HasFlag(ChangeScope.Config) && machine.Live is not null ? Find(Meant(machine, ChangeScope.Config), meant.Mac?.ToString() ?? card) : meant;
        await services.Domains.Request(machine.Id, new UpdateDeviceRequest(Changed(meant), scope, InDefinition: Changed(stored)), call.By)
            .Completion.WaitAsync(call.Cancellation);

        // Its alias is one of this run: in the definition it is found by its address.
        DeviceText Changed(InterfaceDevice one) => DeviceText.Of(one with { Bandwidth = change(one.Bandwidth), Alias = null });
    }

    private static bool IsMeant(InterfaceDevice card, string name) =>
        MacAddress.TryParse(name, out var mac) ? card.Mac == mac : card.TargetDevice == name;

    private static DomainDefinition Meant(DomainView view, ChangeScope scope)
    {
        if (scope.HasFlag(ChangeScope.Live) || (scope == ChangeScope.Current && view.Live is not null))
        {
            return view.Live?.Definition ?? throw new LibvirtRefusal(LibvirtErrorNumber.OperationInvalid, LibvirtErrorDomain.Qemu, "domain is not running");
        }
        return view.Asked ?? throw new LibvirtRefusal(LibvirtErrorNumber.OperationInvalid, LibvirtErrorDomain.Qemu, "transient domains do not have any persistent config");
    }

    private DomainGetInterfaceParametersRet Get(DomainGetInterfaceParametersArgs arguments)
    {
        var scope = Impact.Of(arguments.Flags & ~(uint)VirTypedParameterFlags.StringOkay);
        if (scope == (ChangeScope.Live | ChangeScope.Config))
        {
            throw LibvirtRefusal.InvalidArgument("flags 'VIR_DOMAIN_AFFECT_LIVE' and 'VIR_DOMAIN_AFFECT_CONFIG' are mutually exclusive");
        }
        var all = CardSpeeds.Of(Find(Meant(lookup.Get(arguments.Dom), scope), arguments.Device).Bandwidth);
        // Who has no room yet asks how much it takes.
        return new DomainGetInterfaceParametersRet([.. all.Take(Math.Max(0, arguments.Nparams))], arguments.Nparams > 0 ? Math.Min(arguments.Nparams, all.Count) : all.Count);
    }

    private async ValueTask<Nothing> SetAsync(Call call, DomainSetInterfaceParametersArgs arguments)
    {
        var scope = Impact.Of(arguments.Flags & ~(uint)VirTypedParameterFlags.StringOkay);
        await ChangeAsync(services, call, lookup.Get(arguments.Dom), arguments.Device, scope, CardSpeeds.Read(arguments.Params));
        return Nothing.Value;
    }
}
