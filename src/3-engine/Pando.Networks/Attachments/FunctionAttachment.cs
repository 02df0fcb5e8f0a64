using Pando.Linux;
using Pando.Linux.Networking;
using Pando.Model;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Networks;
using Pando.Model.Ports;
using Pando.Networks.Functions;

namespace Pando.Networks.Attachments;

/// <summary>
/// A virtual function of a card (SR-IOV) for one interface: one that is free is chosen, and the card is told its address and its VLAN, which
/// the guest then cannot change. Taking it from the host's driver is somebody else's.
/// </summary>
internal sealed class FunctionAttachment(InstancePaths paths, HostFunctions host, IFunctionSettings settings)
{
    public const string Kind = "function";

    // Drivers that refuse to forget an address take this one, as virHostdev of libvirt does.
    private const long NobodysMac = 0x020000000000;

    /// <summary>Gives a function of a network.</summary>
    /// <exception cref="CallerException"><c>network.no-free-function</c>, <c>network.cannot-attach</c>.</exception>
    public async ValueTask<OpenedInterface> AttachAsync(VirtualNetworkSource source, NetworkDefinition network, AttachmentRequest request, Func<AttachmentRecord, ValueTask> note)
    {
        var forward = network.Forward!;
        var pool = FunctionPool.Of(forward, host);
        foreach (var function in pool.Where(static function => !function.IsOfHost))
        {
            AttachmentRules.Check(request with { Interface = request.Interface with { Source = new HostCardSource(function.Address) } });
            var card = request.Interface with { IsolatedPort = null, CoalescedReceiveFrames = null, Source = new HostCardSource(function.Address, forward.Managed, HostPciDriver.Vfio) { Network = source } };
            if (await TryAsync(function, request with { Interface = card }, network.Name, note) is { } opened)
            {
                return opened;
            }
        }
        throw FunctionPool.NoneFree(request.Machine, AttachmentRules.Alias(request), network, pool.Count);
    }

    /// <summary>Sets up the function that a machine names itself; null where what it names is a whole card, which keeps what it has.</summary>
    /// <exception cref="CallerException"><c>network.function-taken</c>, <c>network.cannot-attach</c>.</exception>
    public async ValueTask<OpenedInterface?> AttachAsync(HostCardSource source, AttachmentRequest request, Func<AttachmentRecord, ValueTask> note)
    {
        if (host.At(source.Address) is not { } function)
        {
            return request.Interface.Vlan is null ? null : throw AttachmentRules.Refused("vlan", "whole-card", request);
        }
        return await TryAsync(function, request, network: null, note) ?? throw new CallerException(
            ErrorCodes.Network.FunctionTaken,
            ("name", request.Machine), ("device", AttachmentRules.Alias(request)), ("function", source.Address.ToString()),
            ("other", HeldFunctionFile.TryRead(paths, source.Address.ToString())?.Machine ?? "—"));
    }

    /// <summary>Has the card keep for it what it kept before, and lets others have it.</summary>
    public void Release(AttachmentRecord record)
    {
        if (HeldFunctionFile.TryRead(paths, record.Device) is not { } held || held.Mac != record.Mac)
        {
            return;
        }
        try
        {
            if (record is { LowerDevice: { } card, DeviceIndex: { } number } && MacAddress.TryParse(record.LowerMac, out var before))
            {
                Restore(card, number, new FunctionSettings(before.Value, record.LowerVlan ?? 0));
            }
        }
        finally
        {
            HeldFunctionFile.Delete(paths, record.Device);
        }
    }

    private async ValueTask<OpenedInterface?> TryAsync(HostFunction function, AttachmentRequest request, string? network, Func<AttachmentRecord, ValueTask> note)
    {
        AttachmentRules.Check(request);
        var card = request.Interface;
        var mac = card.Mac ?? throw new ArgumentException("The card has no address.", nameof(request));
        var address = function.Address.ToString();
        if (HeldFunctionFile.TryRead(paths, address) is not null)
        {
            return null;
        }
        var before = settings.Read(function.Card, function.Number) ?? new FunctionSettings(0, 0);
        var record = new AttachmentRecord(Kind, address, mac.ToString(), function.Card, new MacAddress(before.Mac).ToString()) { DeviceIndex = function.Number, LowerVlan = before.Vlan };
        await note(record);
        if (!HeldFunctionFile.TryTake(paths, new HeldFunction(address, request.Machine, AttachmentRules.Alias(request), mac.ToString(), network)))
        {
            return null;
        }
        try
        {
            settings.Set(function.Card, function.Number, new FunctionSettings(mac.Value, card.Vlan?.Tags[0].Id ?? 0));
        }
        catch
        {
            Release(record);
            throw;
        }
        return new OpenedInterface(card, [], [], record);
    }

    private void Restore(string card, int number, FunctionSettings before)
    {
        try
        {
            settings.Set(card, number, before);
        }
        catch (SyscallException) when (before.Mac == 0)
        {
            settings.Set(card, number, before with { Mac = NobodysMac });
        }
    }
}
