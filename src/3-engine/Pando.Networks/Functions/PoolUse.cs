using Pando.Linux.Networking;
using Pando.Model;
using Pando.Model.Networks;

namespace Pando.Networks.Functions;

/// <summary>A virtual function of a network, and who has it.</summary>
/// <param name="Address">Its place on the host's PCI.</param>
/// <param name="Machine">The machine's name; null where it is free.</param>
/// <param name="Device">The alias of the machine's interface.</param>
public sealed record FunctionUse(string Address, string? Machine, string? Device);

/// <summary>Who has what of a network that gives its machines cards, or parts of them.</summary>
/// <param name="Functions">The virtual functions that it gives.</param>
/// <param name="Connections">How many interfaces are on each card or function, by its name or its place.</param>
public sealed record PoolUse(IReadOnlyList<FunctionUse> Functions, IReadOnlyDictionary<string, int> Connections)
{
    /// <summary>Of a network on a bridge.</summary>
    public static readonly PoolUse None = new([], new Dictionary<string, int>(StringComparer.Ordinal));

    internal static PoolUse Of(NetworkDefinition network, InstancePaths paths, HostFunctions host)
    {
        if (network is { Forward: { Mode: ForwardMode.HostDevice } pool })
        {
            var held = HeldFunctionFile.All(paths);
            FunctionUse[] functions =
            [
                .. FunctionPool.Of(pool, host).Select(function => held.FirstOrDefault(one => one.IsAt(function.Address)) is { } holder
                    ? new FunctionUse(holder.Address, holder.Machine, holder.Device)
                    : new FunctionUse(function.Address.ToString(), null, null)),
            ];
            return new PoolUse(functions, functions.ToDictionary(static one => one.Address, static one => one.Machine is null ? 0 : 1, StringComparer.Ordinal));
        }
        if (network is not { MakesBridge: false, Forward: { Devices.IsEmpty: false } forward })
        {
            return None;
        }
        using var links = NetworkLinks.Open();
        var all = links.All();
        return new PoolUse([], forward.Devices.Items.Distinct(StringComparer.Ordinal).ToDictionary(
            static card => card,
            card => all.Count(link => link is { Kind: "macvtap", Lower: { } lower } && lower == all.FirstOrDefault(other => other.Name == card)?.Index),
            StringComparer.Ordinal));
    }
}
