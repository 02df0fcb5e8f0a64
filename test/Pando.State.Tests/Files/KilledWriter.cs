using System.Diagnostics;
using Pando.Model.State;

namespace Pando.State.Tests.Files;

/// <summary>A process that commits as fast as it can and says what was acknowledged, until it is killed.</summary>
internal static class KilledWriter
{
    private const int Loops = 4;

    /// <summary>Runs in the child.</summary>
    public static async Task<int> RunAsync(string database)
    {
        // A short history, so that forgetting it is killed too.
        var store = await SqliteStore.OpenAsync(database, new SqliteStoreOptions(HistoryChanges: 50));
        var first = (await store.RangeAsync("n/")).Entries.Select(entry => int.Parse(entry.Key[2..]) + 1).LastOrDefault();
        await using var output = Console.OpenStandardOutput();
        var gate = new SemaphoreSlim(1, 1);
        await Task.WhenAll(Enumerable.Range(0, Loops).Select(async loop =>
        {
            for (var n = first + loop; ; n += Loops)
            {
                await store.CommitAsync(StoreTransaction.Empty.Put($"n/{n:D8}", new byte[n % 3000]).Put("last/" + loop, BitConverter.GetBytes(n)));
                await gate.WaitAsync();
                await output.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"{n}\n"));
                gate.Release();
            }
        }));
        return 0;
    }

    /// <summary>Starts the child, kills it after so many acknowledgements, and answers all that it told.</summary>
    public static async Task<List<int>> KillAfterAsync(string database, int acknowledgements)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true };
        start.ArgumentList.Add("--commit-until-killed");
        start.ArgumentList.Add(database);
        using var child = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var told = new List<int>();
        while (await child.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            told.Add(int.Parse(line));
            if (told.Count == acknowledgements)
            {
                child.Kill();
            }
        }
        await child.WaitForExitAsync(limit.Token);
        return told;
    }
}
