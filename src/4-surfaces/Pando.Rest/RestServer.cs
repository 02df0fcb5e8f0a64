using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pando.Host.Peers;
using Pando.Networks.Addresses;
using Pando.Networks.OpenVSwitch;
using Pando.Networks.Tracing;
using Pando.Rest.Answers;
using Pando.Rest.Bridges;
using Pando.Rest.Endpoints;
using Pando.Rest.Endpoints.Agents;
using Pando.Rest.Installing;
using Pando.Rest.OpenApi;
using Pando.Rest.Problems;
using Pando.Rest.Requests;
using Pando.Rest.Streams;

namespace Pando.Rest;

/// <summary>The REST API on a listening socket. Disposing it ends every connection.</summary>
public sealed class RestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;

    private RestServer(WebApplication app, CancellationTokenSource stopping)
    {
        _app = app;
        _stopping = stopping;
    }

    /// <summary>Serves on a socket that listens already; the caller keeps it and disposes it after this.</summary>
    public static async Task<RestServer> StartAsync(
        Socket listener, RestServices services, RestOptions options, CancellationToken cancellationToken = default)
    {
        var stopping = new CancellationTokenSource();
        var app = Compose(listener, services, options, stopping.Token);
        await app.StartAsync(cancellationToken);
        return new RestServer(app, stopping);
    }

    /// <summary>Takes no more requests, ends the streams, and lets what is being answered finish until the token ends it.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _app.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private static WebApplication Compose(Socket listener, RestServices services, RestOptions options, CancellationToken stopping)
    {
        // The empty builder: the others read appsettings.json of the directory they are started in, and ASPNETCORE_URLS.
        // Nor may its user reach that directory, always: no file is served from it.
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ApplicationName = typeof(RestServer).Assembly.GetName().Name, ContentRootPath = "/" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, listener, options));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(new WebServerLoggers(services.Loggers)));
        if (options.GeneratesDocument)
        {
            ApiDocument.AddGenerator(builder.Services);
        }

        var app = builder.Build();
        RequestLog.Keep(app, services.Time, services.Loggers.CreateLogger("Pando.Rest.Requests"));
        new ProblemAnswers(options, services.Loggers.CreateLogger<ProblemAnswers>()).Enforce(app);
        Access.Enforce(app);
        app.UseRouting();
        BodyLimit.Enforce(app, options.BodyBytes);
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = options.Heartbeat, KeepAliveTimeout = options.Heartbeat });
        Map(app, services, options, stopping);
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, Socket listener, RestOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = options.Connections;
        kestrel.Limits.MaxRequestBodySize = options.BodyBytes;
        kestrel.Limits.RequestHeadersTimeout = options.HeadersLimit;
        kestrel.Limits.KeepAliveTimeout = options.IdleLimit;
        kestrel.ListenHandle((ulong)listener.Handle, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            PeerOfConnection.Note(listen, new AllowedPeers(options.Group));
        });
    }

    private static void Map(IEndpointRouteBuilder api, RestServices services, RestOptions options, CancellationToken stopping)
    {
        var callers = new Callers(services.Time);
        var answers = new JobAnswers(services.Jobs);
        var machines = new MachineAsking(services.Domains, callers, answers);
        var places = new StreamPlaces(options.Streams);
        var addresses = new GuestAddresses(services.Networks, services.Time);

        new MachineEndpoints(services.Domains, addresses, callers, answers, options).Map(api);
        new TraceEndpoints(services.Domains, new NetworkTracer(services.Networks, addresses, new SwitchBridges(services.Switch, services.Networks))).Map(api);
        new AddressEndpoints(services.Domains, services.Agents, addresses).Map(api);
        new DefinitionEndpoints(services.Domains, callers, options).Map(api);
        new MachineActionEndpoints(machines).Map(api);
        new StatisticsEndpoints(services.Domains, services.Statistics).Map(api);
        new SleepEndpoints(services.Domains, services.Agents, machines).Map(api);
        new AgentEndpoints(services.Domains, services.Agents, callers, services.Time).Map(api);
        new GuestProgramEndpoints(services.Domains, services.Agents).Map(api);
        new GuestFilesystemEndpoints(services.Domains, services.Agents).Map(api);
        new GuestSettingEndpoints(services.Domains, services.Agents, services.Time).Map(api);
        new DeviceEndpoints(machines, options).Map(api);
        new InterfaceSpeedEndpoints(services.Domains, machines).Map(api);
        new MonitorEndpoints(services.Domains, services.Monitor).Map(api);
        new LifecycleEndpoints(machines).Map(api);
        new NoteEndpoints(machines).Map(api);
        new SizeEndpoints(machines).Map(api);
        new IoThreadEndpoints(services.Domains, machines).Map(api);
        new ResourceEndpoints(services.Domains, services.Statistics, machines).Map(api);
        new SaveEndpoints(services.Domains, callers, answers, machines, options).Map(api);
        new MachineJobEndpoints(services.Domains, services.Jobs, services.Time).Map(api);
        new ConsoleEndpoint(services.Domains, places, options, services.Time, services.Loggers.CreateLogger<ConsoleEndpoint>(), stopping).Map(api);
        new VersionEndpoints(services.Domains, callers).Map(api);
        new AdviceEndpoints(services.Domains, services.Advice, callers).Map(api);
        new TrashEndpoints(services.Domains, services.Networks, callers, answers, options).Map(api);
        new InstallEndpoint(services.Domains, new InstallDisks(services.Pools, services.Volumes), services.HostFacts, callers, answers).Map(api);
        new PoolEndpoints(services.Pools, callers, options).Map(api);
        new VolumeEndpoints(services.Volumes, services.Domains, callers, answers).Map(api);
        new ImageEndpoints(services.Images, callers, answers, new Uploads(services.UploadDirectory), options).Map(api);
        var switched = new SwitchBridges(services.Switch, services.Networks);
        new BridgeEndpoints(new BridgeHandles(services.Bridges, switched, services.Switch, services.Networks, services.Domains)).Map(api);
        new SwitchEndpoints(switched, services.Networks, services.Domains).Map(api);
        new NetworkUpdateEndpoints(services.Networks, callers, options).Map(api);
        new NetworkEndpoints(services.Networks, callers, answers, options).Map(api);
        new NetworkFilterEndpoints(services.NetworkFilters, callers, options).Map(api);
        new SecretEndpoints(services.Secrets, options).Map(api);
        new HostEndpoints(services.Host, services.Domains, services.Time).Map(api);
        new ProcessorEndpoints(services.Processors).Map(api);
        new CapabilityEndpoints(services.Capabilities, options).Map(api);
        new HostNetworkEndpoints(services.HostNetwork, callers).Map(api);
        new HostMemoryEndpoints(services.Memory).Map(api);
        new OperatingSystemEndpoints(services.OperatingSystems).Map(api);
        new JobEndpoints(services.Jobs, services.Time).Map(api);
        new EventEndpoint(services.Events, places, options, services.Time, services.Loggers.CreateLogger<EventEndpoint>(), stopping).Map(api);
        if (options.GeneratesDocument)
        {
            ApiDocument.MapGenerator(api);
        }
        else
        {
            ApiDocument.MapCommitted(api);
        }
    }

    /// <summary>Signals are the daemon's to handle.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
