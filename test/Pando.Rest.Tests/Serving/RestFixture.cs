using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pando.Api.Json;
using Pando.Api.Problems;
using Pando.Linux.Sockets;
using Pando.Domains.Advising;
using Pando.Host.Memory;
using Pando.Host.OperatingSystems;
using Pando.Model;
using Pando.Networks;
using Pando.Networks.Filters;
using Pando.Networks.HostNetwork;
using Pando.Networks.OpenVSwitch;
using Pando.Secrets;
using Pando.State;
using Pando.Storage;

namespace Pando.Rest.Tests.Serving;

/// <summary>The REST API on a real unix socket, with an engine that is the test's.</summary>
internal sealed class RestFixture : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Socket _listener;
    private readonly RestServer _server;
    private readonly SqliteStore _state;

    private RestFixture(DirectoryInfo folder, Socket listener, RestServer server, LocalStorage storage, SqliteStore state)
    {
        (_folder, _listener, _server, Storage, _state) = (folder, listener, server, storage, state);
        Client = new HttpClient(new ContractCheck(new SocketsHttpHandler { ConnectCallback = async (_, cancellation) => new NetworkStream(await ConnectAsync(cancellation), ownsSocket: true) }))
        {
            BaseAddress = new Uri("http://pando"),
            Timeout = Limit.Short,
        };
    }

    public required FakeAgents Agents { get; init; }

    public required FakeStatistics Statistics { get; init; }

    public required FakeMonitor Monitor { get; init; }

    public required FakeCapabilities Capabilities { get; init; }

    public required FakeDomains Domains { get; init; }

    public required HeldJobs Jobs { get; init; }

    public required EventHub Events { get; init; }

    public required FakeHost Host { get; init; }

    public required LogCollector Log { get; init; }

    public LocalStorage Storage { get; }

    public InstancePaths Paths => InstancePaths.Under(_folder.FullName);

    public HttpClient Client { get; }

    public string SocketPath => Path.Combine(_folder.FullName, "pando.sock");

    /// <summary>A file of the made-up host.</summary>
    public RestFixture WithFile(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return this;
    }

    public static async Task<RestFixture> StartAsync(RestOptions? options = null)
    {
        var folder = Directory.CreateTempSubdirectory("pando-rest-");
        var listener = UnixListener.Bind(Path.Combine(folder.FullName, "pando.sock"));
        var (domains, agents, events, log) = (new FakeDomains(), new FakeAgents(), new EventHub(TimeProvider.System), new LogCollector());
        var jobs = await HeldJobs.OpenAsync(folder.FullName, new EventHub(TimeProvider.System));
        var state = await SqliteStore.OpenAsync(Path.Combine(folder.FullName, "state.db"), cancellationToken: Limit.Token());
        var storage = new LocalStorage(
            new StorageSettings(InstancePaths.Under(folder.FullName)), state, new DefinitionHistory(state, TimeProvider.System), jobs.Runner, new EventHub(TimeProvider.System), TimeProvider.System);
        var host = new FakeHost();
        var (memory, systems) = (new LocalMemory(folder.FullName), new OperatingSystemList(Path.Combine(folder.FullName, "osinfo")));
        await storage.StartAsync(Limit.Token());
        var (statistics, monitor, capabilities) = (new FakeStatistics(), new FakeMonitor(), new FakeCapabilities());
        var networking = new NetworkServices
        {
            Paths = InstancePaths.Under(folder.FullName),
            History = new DefinitionHistory(state, TimeProvider.System),
            Jobs = jobs.Runner,
            Events = events,
            Time = TimeProvider.System,
            Switch = SwitchAccess.At("/nonexistent/db.sock"),
            Loggers = NullLoggerFactory.Instance,
        };
        var networks = new NetworkRegistry(networking);
        var services = new RestServices
        {
            Domains = domains,
            Advice = new MachineAdvice(domains, host, memory, systems),
            Agents = agents,
            Statistics = statistics,
            Monitor = monitor,
            Processors = new FakeProcessors(),
            Capabilities = capabilities,
            Jobs = jobs.Runner,
            Events = events,
            Networks = networks,
            NetworkFilters = new NetworkFilterRegistry(networking, networks),
            HostNetwork = new HostNetworking(networking),
            Switch = networking.Switch,
            Pools = storage.Pools,
            Volumes = storage.Volumes,
            Images = storage.Images,
            Host = host,
            HostFacts = host,
            Memory = memory,
            OperatingSystems = systems,
            Secrets = await SecretStore.OpenAsync(state, events, Path.Combine(folder.FullName, "secrets"), Limit.Token()),
            UploadDirectory = Path.Combine(folder.FullName, "uploads"),
            Loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(log)),
        };
        var server = await RestServer.StartAsync(listener, services, options ?? new RestOptions(), Limit.Token());
        return new RestFixture(folder, listener, server, storage, state) { Domains = domains, Agents = agents, Statistics = statistics, Monitor = monitor, Capabilities = capabilities, Jobs = jobs, Events = events, Host = host, Log = log };
    }

    public Task<Socket> ConnectAsync(CancellationToken cancellationToken) => UnixConnect.ConnectAsync(SocketPath, Limit.Short, cancellationToken);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        return Client.SendAsync(request, Limit.Token());
    }

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync(Limit.Token());
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        return JsonSerializer.Deserialize(text, (JsonTypeInfo<T>)PandoJson.Default.GetTypeInfo(typeof(T))!)!;
    }

    public static async Task<Problem> ProblemAsync(HttpResponseMessage response, int status)
    {
        var problem = await ReadAsync<Problem>(response, status);
        Assert.Equal(Problem.MediaType, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(status, problem.Status);
        return problem;
    }

    public static HttpContent Xml(string text) => new StringContent(text, Encoding.UTF8, "application/xml");

    public static HttpContent Json<T>(T value) => JsonContent.Create(value, (JsonTypeInfo<T>)PandoJson.Default.GetTypeInfo(typeof(T))!);

    /// <summary>As a hand might do that means well.</summary>
    public void OpenToEverybody()
    {
        const UnixFileMode everybody = (UnixFileMode)0x1ff;
        File.SetUnixFileMode(_folder.FullName, everybody);
        File.SetUnixFileMode(SocketPath, everybody);
    }

    public async Task StopAsync() => await _server.StopAsync(Limit.Token());

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        await Jobs.DisposeAsync();
        _listener.Dispose();
        Storage.Dispose();
        await _state.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
