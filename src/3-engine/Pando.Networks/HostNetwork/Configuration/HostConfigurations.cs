using Pando.Model.Errors;
using Pando.Networks.HostNetwork.Devices;
using Pando.Networks.HostNetwork.Planning;

namespace Pando.Networks.HostNetwork.Configuration;

/// <summary>
/// Finds who configures the devices of a change, and what it is to be told. The first that speaks of the device is it: netplan writes
/// files for two of the others, and NetworkManager leaves alone what ifupdown configures.
/// </summary>
internal static class HostConfigurations
{
    private static readonly IHostConfiguration[] All = [new NetplanConfiguration(), new IfupdownConfiguration(), new NetworkdConfiguration(), new NetworkManagerConfiguration()];

    /// <param name="root">Where the host's files are.</param>
    /// <param name="host">The devices as they are.</param>
    /// <param name="plan">What is done to the devices.</param>
    /// <param name="made">For a removal: how it was made.</param>
    /// <exception cref="CallerException"><c>hostnet.configuration-unclear</c>, <c>hostnet.configuration-changed</c>.</exception>
    public static HostNetworkPlan Complete(string root, HostDeviceList host, HostNetworkPlan plan, HostNetworkPlan? made)
    {
        try
        {
            var completed = plan.Change.Action == HostNetworkAction.Remove
                ? plan with { ManagedBy = made?.ManagedBy, Edits = [.. (made?.Edits ?? []).Reverse().Select(static edit => edit.Reversed)] }
                : Of(root, host, plan);
            ConfigurationFiles.Check(completed.Edits);
            return completed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MachineryException(ErrorCodes.HostNetwork.ConfigurationFailed, e, ("file", root), ("reason", e.Message));
        }
    }

    private static HostNetworkPlan Of(string root, HostDeviceList host, HostNetworkPlan plan)
    {
        var wish = new ConfigurationWish(root, plan.Change, plan.After[0], [.. plan.Change.Ports.Select(port => host.Find(port) is { } link ? host.StateOf(link) : new DeviceState(port))]);
        foreach (var configuration in All)
        {
            if (configuration.Edits(wish) is { } edits)
            {
                return plan with { ManagedBy = configuration.Name, Edits = edits };
            }
        }
        return plan;
    }
}
