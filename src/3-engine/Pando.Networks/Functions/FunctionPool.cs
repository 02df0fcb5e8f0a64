using System.Globalization;
using Pando.Model.Errors;
using Pando.Model.Networks;

namespace Pando.Networks.Functions;

/// <summary>The virtual functions that a network gives to its machines.</summary>
internal static class FunctionPool
{
    /// <summary>Those that are there now.</summary>
    public static IReadOnlyList<HostFunction> Of(NetworkForward forward, HostFunctions host) => forward switch
    {
        { PhysicalFunction: { } card } => host.Of(card),
        _ => [.. forward.Functions.Items.Select(host.At).Concat(forward.Devices.Items.Select(host.Behind)).OfType<HostFunction>()],
    };

    /// <summary>The network with its functions by their places: a device of the host has no name any more while a guest has it.</summary>
    public static NetworkDefinition ByPlace(NetworkDefinition network, HostFunctions host) => network is { Forward: { Mode: ForwardMode.HostDevice, Devices.IsEmpty: false } forward }
        ? network with { Forward = forward with { Devices = [], Functions = [.. Of(forward, host).Select(static function => function.Address)] } }
        : network;

    /// <summary>Refuses a network whose functions are not there.</summary>
    /// <exception cref="CallerException"><c>network.no-sriov</c>, <c>network.functions-off</c>, <c>network.not-a-function</c>, <c>network.cannot-start</c>.</exception>
    public static void Require(NetworkDefinition network, HostFunctions host)
    {
        if (network.Forward is not { Mode: ForwardMode.HostDevice } forward)
        {
            return;
        }
        if (forward.Driver is FunctionDriver.Kvm)
        {
            throw Fails(ErrorCodes.Network.CannotStart, ("what", "forward driver name='kvm'"));
        }
        if (forward.PhysicalFunction is { } card)
        {
            if (!host.CanHave(card))
            {
                throw Fails(ErrorCodes.Network.NoSriov, ("device", card));
            }
            if (host.Of(card).Count == 0)
            {
                throw Fails(ErrorCodes.Network.FunctionsOff, ("device", card));
            }
        }
        foreach (var place in forward.Functions.Items.Where(place => host.At(place) is null))
        {
            throw Fails(ErrorCodes.Network.NotAFunction, ("device", place.ToString()));
        }
        foreach (var device in forward.Devices.Items.Where(device => host.Behind(device) is null))
        {
            throw Fails(ErrorCodes.Network.NotAFunction, ("device", device));
        }

        CallerException Fails(ErrorCode code, ErrorFact fact) => new(code, ("network", network.Name), fact);
    }

    /// <summary>What a machine is told that finds none.</summary>
    public static CallerException NoneFree(string machine, string device, NetworkDefinition network, int count) => new(
        ErrorCodes.Network.NoFreeFunction,
        ("name", machine), ("device", device), ("network", network.Name), ("count", count.ToString(CultureInfo.InvariantCulture)));
}
