using Pando.Api.Client;
using Pando.Api.Problems;

namespace Pando.EndToEnd.Tests.Faults;

/// <summary>An instance whose daemon takes orders where to fail.</summary>
public sealed class FaultyInstance : IAsyncDisposable
{
    private readonly string _orders;

    private FaultyInstance(Instance pando, string orders)
    {
        Pando = pando;
        _orders = orders;
    }

    public Instance Pando { get; }

    public PandoClient Client => Pando.Client;

    /// <param name="wrap">Writes the program into a folder that starts the daemon in the right place; null starts it as it is.</param>
    public static async Task<FaultyInstance> StartAsync(Func<string, string, string>? wrap = null)
    {
        var root = Directory.CreateTempSubdirectory("pando-faults-").FullName;
        var orders = Path.Combine(root, "orders");
        var environment = new Dictionary<string, string> { ["PANDO_FAULT"] = $"@{orders}" };
        return new FaultyInstance(await Instance.StartAsync(root, wrap?.Invoke(root, Programs.FaultyPandod) ?? Programs.FaultyPandod, environment, TestContext.Current.CancellationToken), orders);
    }

    /// <summary>From now on these faults strike, each once.</summary>
    public void Order(params IEnumerable<string> faults) => File.WriteAllLines(_orders, faults);

    /// <summary>The faults that did not strike yet.</summary>
    public IReadOnlyList<string> Pending() => File.Exists(_orders) ? File.ReadAllLines(_orders) : [];

    /// <summary>The steps that jobs of this kind have passed since the last call, in order.</summary>
    public IReadOnlyList<string> PassedSteps(string kind)
    {
        var passed = File.ReadAllLines($"{_orders}.passed").Select(line => line.Split('/'));
        var steps = passed.Where(parts => parts[0] == kind && parts[2] == "BeforeDo").Select(parts => parts[1]).Distinct().ToList();
        File.Delete($"{_orders}.passed");
        return steps;
    }

    /// <summary>Makes a request that a fault meets. Answers what the caller was told.</summary>
    public static async Task<Exception?> FailureOfAsync(Func<Task> request)
    {
        try
        {
            await request().WaitAsync(Instance.Limit);
            return null;
        }
        catch (Exception e) when (e is PandoProblemException or PandoUnreachableException)
        {
            return e;
        }
    }

    /// <summary>Waits for the death that was ordered, and starts the daemon again on what it left.</summary>
    public async Task RestartAsync()
    {
        await Pando.Daemon.WaitForExitAsync(CancellationToken.None).WaitAsync(Instance.Limit);
        Pando.Daemon.Dispose();
        Order();
        await Pando.StartDaemonAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => Pando.DisposeAsync();
}
