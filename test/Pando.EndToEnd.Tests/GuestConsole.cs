using System.Text;
using Pando.Api.Client;

namespace Pando.EndToEnd.Tests;

/// <summary>A console that a test reads up to a word and types into.</summary>
internal sealed class GuestConsole : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private readonly ConsoleConnection _connection;
    private readonly StringBuilder _seen = new();
    private readonly byte[] _buffer = new byte[4096];

    private GuestConsole(ConsoleConnection connection) => _connection = connection;

    public string Seen => _seen.ToString();

    public static async Task<GuestConsole> OpenAsync(Instance instance, string machine) =>
        new(await instance.Client.OpenConsoleAsync(machine, cancellationToken: TestContext.Current.CancellationToken));

    /// <summary>Reads on until the word has come after what was read before, and answers what came between; throws with all that came instead.</summary>
    public async Task<string> UntilAsync(string word, TimeSpan? patience = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience ?? Limit);
        try
        {
            while (true)
            {
                var at = Seen.IndexOf(word, StringComparison.Ordinal);
                if (at >= 0)
                {
                    var between = Seen[..at];
                    _seen.Remove(0, at + word.Length);
                    return between;
                }
                var read = await _connection.ReadAsync(_buffer, limit.Token);
                if (read == 0)
                {
                    throw new InvalidOperationException($"The console ended before '{word}': {Seen}");
                }
                _seen.Append(Encoding.UTF8.GetString(_buffer, 0, read));
            }
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"'{word}' did not come within {patience ?? Limit}; what came: {Seen}");
        }
    }

    /// <summary>Has the guest's shell run a command, and answers what it prints, without the last line's end.</summary>
    public async Task<string> AskAsync(string command)
    {
        // Quotes inside the marks: what is typed is echoed, and the echo must not look like the answer.
        await TypeAsync($"echo \"answer \"\"<$({command})>\"\n");
        await UntilAsync("answer <");
        return (await UntilAsync(">")).ReplaceLineEndings("\n");
    }

    public async Task TypeAsync(string text) => await _connection.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

    /// <summary>The guest waits until a condition holds, and tells what a command prints then.</summary>
    public async Task WaitsAsync(string condition, string command, string expected)
    {
        await TypeAsync($"until {condition}; do sleep 0.1; done; echo the guest says \"<$({command})>\"\n");
        await UntilAsync($"the guest says <{expected}>");
    }

    public void Dispose() => _connection.Dispose();
}
