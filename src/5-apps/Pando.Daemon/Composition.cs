using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Pando.Daemon.Running;
using Pando.Daemon.Settings;
using Pando.Daemon.Start;
using Pando.Domains;
using Pando.Domains.Advising;
using Pando.Host;
using Pando.Host.Memory;
using Pando.Host.Confinement;
using Pando.Host.Confinement.Resources;
using Pando.Host.OperatingSystems;
using Pando.Jobs;
using Pando.LibvirtServer;
using Pando.Networks;
using Pando.Networks.Filters;
using Pando.Networks.HostNetwork;
using Pando.Networks.OpenVSwitch;
using Pando.Qemu.Capabilities;
using Pando.Qemu.Firmware;
using Pando.Rest;
using Pando.Secrets;
using Pando.State;
using Pando.Storage;

namespace Pando.Daemon;

/// <summary>What pandod is put together of: read it from top to bottom. What may be exchanged stands in properties.</summary>
public sealed class Composition
{
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Where jobs fail; null: nowhere.</summary>
    public IJobFaults? JobFaults { get; set; }

    /// <summary>
    /// Opens everything, in the order in which a start must go: stores, jobs that a dead daemon left, guests that run, and at
    /// last the socket. What was opened is closed again when a later part fails.
    /// </summary>
    internal async Task<Instance> OpenAsync(DaemonSettings settings, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var paths = settings.Paths;
        var opened = new Instance(loggers.CreateLogger<Instance>());
        try
        {
            var qemuUser = HostParts.QemuUser(settings);
            var events = new EventHub(Time);
            var state = opened.Keep(await SqliteStore.OpenAsync(paths.StateDatabase, SqliteStoreOptions.Definitions, cancellationToken));
            var journal = opened.Keep(await SqliteStore.OpenAsync(paths.JournalDatabase, SqliteStoreOptions.Journal, cancellationToken));
            var host = opened.Keep(new LocalHost(HostParts.Settings(settings), Time));
            var jobs = new JobRunner(journal, events, Time, loggers.CreateLogger<JobRunner>(), JobFaults);
            var storage = opened.Keep(new LocalStorage(
                new StorageSettings(paths)
                {
                    QemuUser = qemuUser,
                    FileSystemLimit = settings.StorageLimit,
                    ImportLimitBytes = settings.StorageImportBytes,
                },
                state,
                new DefinitionHistory(state, Time),
                jobs,
                events,
                Time,
                loggers));
            var memory = new LocalMemory();
            var systems = new OperatingSystemList(OperatingSystemList.SystemFolders);
            var secrets = opened.Keep(await SecretStore.OpenAsync(state, events, paths.Secrets, cancellationToken));
            var networking = new NetworkServices
            {
                Paths = paths,
                History = new DefinitionHistory(state, Time),
                Jobs = jobs,
                Events = events,
                Time = Time,
                Switch = SwitchAccess.At(settings.SwitchSocket),
                Loggers = loggers,
            };
            var networks = opened.Keep(new NetworkRegistry(networking));
            var hostNetwork = opened.Keep(new HostNetworking(networking));
            var filters = opened.Keep(new NetworkFilterRegistry(networking, networks));
            var confinement = opened.Keep(new GuestConfining(HostParts.Confinement(settings, qemuUser), loggers.CreateLogger<GuestConfining>(), Time));
            var domains = opened.Keep(new DomainRegistry(new DomainServices
            {
                Paths = paths,
                History = new DefinitionHistory(state, Time),
                Jobs = jobs,
                Events = events,
                Host = host,
                Disks = storage.Disks,
                Files = storage.Files,
                Secrets = secrets,
                Networks = new HostNetworkAttachments(networks, filters, networking),
                HostDevices = new HostDevices(),
                Confinement = confinement,
                Resources = new GuestResources("/", settings.Paths, Time),
                Volumes = storage.Volumes,
                Installers = storage.Installers,
                OperatingSystems = systems,
                Capabilities = new QemuCapabilityCache(new QemuProbe(Time, paths.Cache, qemuUser, settings.QemuStartLimit), paths.Cache),
                Firmware = FirmwareCatalog.OfHost(),
                Qemu = HostParts.Qemu(settings, qemuUser),
                Time = Time,
                Loggers = loggers,
            }));
            // Closed before the machines: a step that is under way uses them.
            opened.Keep(jobs);

            await storage.StartAsync(cancellationToken);
            await jobs.RecoverAsync(cancellationToken);
            await storage.TidyAsync(cancellationToken);
            // Before the machines, which are connected to them.
            await networks.OpenAsync(cancellationToken);
            await filters.OpenAsync(cancellationToken);
            opened.Adopted = await domains.OpenAsync(cancellationToken);

            opened.Keep(LibvirtSockets.Serve(settings, opened, new LibvirtServices
            {
                Domains = domains,
                Agents = domains.Agents,
                Monitor = domains.Monitor,
                Capabilities = domains.Capabilities,
                Statistics = domains.Statistics,
                Jobs = jobs,
                Events = events,
                Networks = networks,
                NetworkFilters = filters,
                HostNetwork = hostNetwork,
                Pools = storage.Pools,
                Volumes = storage.Volumes,
                Host = host,
                Memory = memory,
                NodeDevices = new LocalNodeDevices(host),
                Secrets = secrets,
                Loggers = loggers,
                Time = Time,
            }));
            var listener = opened.Keep(RestSocket.Listen(settings));
            opened.Keep(new SocketFile(RestSocket.PathOf(settings)));
            opened.Rest = await RestServer.StartAsync(
                listener,
                new RestServices
                {
                    Domains = domains,
                    Advice = new MachineAdvice(domains, host, memory, systems),
                    Agents = domains.Agents,
                    Monitor = domains.Monitor,
                    Processors = domains.Processors,
                    Capabilities = domains.Capabilities,
                    Statistics = domains.Statistics,
                    Jobs = jobs,
                    Events = events,
                    Networks = networks,
                    NetworkFilters = filters,
                    HostNetwork = hostNetwork,
                    Switch = networking.Switch,
                    Pools = storage.Pools,
                    Volumes = storage.Volumes,
                    Images = storage.Images,
                    Host = host,
                    HostFacts = host,
                    Memory = memory,
                    OperatingSystems = systems,
                    Secrets = secrets,
                    UploadDirectory = Path.Combine(paths.Cache, "uploads"),
                    Loggers = loggers,
                    Time = Time,
                },
                new RestOptions
                {
                    Group = HostParts.SocketGroup(settings),
                    Connections = settings.ListenConnections,
                    Streams = settings.ListenStreams,
                    TrashRetention = settings.TrashRetention,
                    UploadBytes = settings.StorageImportBytes,
                },
                cancellationToken);
            opened.Keep(opened.Rest);
            opened.Domains = domains;
            opened.Networks = networks;
            opened.SwitchPorts = new SwitchWatch(networking);
            opened.NetworkFilters = filters;
            opened.Host = host;
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }
}
