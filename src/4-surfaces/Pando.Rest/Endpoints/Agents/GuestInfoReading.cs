using Pando.Api.Agents;
using Pando.Domains;
using Pando.Domains.Agents;
using Pando.GuestAgent;
using Pando.Model.Errors;
using Pando.Rest.Mapping;
using GuestInfo = Pando.Api.Agents.GuestInfo;

namespace Pando.Rest.Endpoints.Agents;

/// <summary>Asks an agent one thing after the other and puts the answers together.</summary>
internal sealed class GuestInfoReading(IGuestAgents agents, DomainView machine)
{
    /// <summary>What is asked for by name fails where the agent does not tell it; of everything, what it does not tell is named.</summary>
    public async Task<GuestInfo> ReadAsync(IReadOnlyList<string> types, bool byName, CancellationToken cancellationToken)
    {
        var info = new GuestInfo();
        var missing = new List<string>();
        foreach (var type in types)
        {
            try
            {
                info = await WithAsync(info, type, cancellationToken);
            }
            catch (PeerException e) when (!byName && (e.Code == ErrorCodes.Agent.UnknownCommand || e.Code == ErrorCodes.Agent.Refused))
            {
                missing.Add(type);
            }
        }
        return missing.Count == 0 ? info : info with { Missing = missing };
    }

    private async Task<GuestInfo> WithAsync(GuestInfo info, string type, CancellationToken cancellationToken) => type switch
    {
        GuestInfoTypes.Users => info with { Users = GuestMapping.Users(await AskAsync(new GuestGetUsers(), cancellationToken)) },
        GuestInfoTypes.Os => info with { Os = GuestMapping.Os(await AskAsync(new GuestGetOsinfo(), cancellationToken)) },
        GuestInfoTypes.Timezone => info with { Timezone = GuestMapping.Timezone(await AskAsync(new GuestGetTimezone(), cancellationToken)) },
        GuestInfoTypes.Hostname => info with { Hostname = (await AskAsync(new GuestGetHostName(), cancellationToken)).HostName },
        GuestInfoTypes.Filesystem => info with { Filesystems = GuestMapping.Filesystems(await AskAsync(new GuestGetFsinfo(), cancellationToken), machine.Definition) },
        GuestInfoTypes.Disk => info with { Disks = GuestMapping.Disks(await AskAsync(new GuestGetDisks(), cancellationToken)) },
        GuestInfoTypes.Interface => info with { Interfaces = GuestMapping.Interfaces(await AskAsync(new GuestNetworkGetInterfaces(), cancellationToken)) },
        _ => info with { Load = GuestMapping.Load(await AskAsync(new GuestGetLoad(), cancellationToken)) },
    };

    private Task<TResult> AskAsync<TResult>(AgentVerb<TResult> verb, CancellationToken cancellationToken) =>
        agents.AskAsync(machine.Id, verb, cancellationToken);
}
