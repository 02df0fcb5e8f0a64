using System.Text;
using System.Threading.Channels;
using Pando.Api.Client;
using Pando.Testing;

namespace Pando.EndToEnd.Tests;

/// <summary>A console that a test reads up to a word and types into.</summary>
internal sealed class GuestConsole : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private readonly ConsoleConnection _connection;
    private readonly TimeSpan _patience;
    private readonly StringBuilder _seen = new();
    private readonly Channel<string> _coming = Channel.CreateUnbounded<string>();

    private GuestConsole(ConsoleConnection connection, TimeSpan patience)
    {
        _connection = connection;
        _patience = patience;
        // All the time: the answers to the connection's own pings come between, and it ends where nobody takes them.
        _ = ReadOnAsync();
    }

    public string Seen => _seen.ToString();

    public static Task<GuestConsole> OpenAsync(Instance instance, string machine) => OpenAsync(instance.Client, machine);

    public static async Task<GuestConsole> OpenAsync(PandoClient client, string machine, TimeSpan? patience = null) =>
        new(await client.OpenConsoleAsync(machine, cancellationToken: TestContext.Current.CancellationToken), patience ?? Limit);

    /// <summary>Defines a tiny guest and boots it to its shell. The console is there before its first word.</summary>
    public static async Task<GuestConsole> BootAsync(PandoClient client, string machine, byte[] definition, TimeSpan? patience = null)
    {
        var ct = TestContext.Current.CancellationToken;
        await client.DefineAsync(definition, ct);
        await client.StartAsync(machine, paused: true, ct);
        var console = await OpenAsync(client, machine, patience);
        await client.ResumeAsync(machine, ct);
        await console.UntilAsync(TinyGuest.Ready);
        return console;
    }

    /// <summary>Reads on until the word has come after what was read before, and answers what came between; throws with all that came instead.</summary>
    public async Task<string> UntilAsync(string word, TimeSpan? patience = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience ?? _patience);
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
                if (!await _coming.Reader.WaitToReadAsync(limit.Token))
                {
                    throw new InvalidOperationException($"The console ended before '{word}': {Seen}");
                }
                while (_coming.Reader.TryRead(out var came))
                {
                    _seen.Append(came);
                }
            }
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"'{word}' did not come within {patience ?? _patience}; what came: {Seen}");
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

    private async Task ReadOnAsync()
    {
        try
        {
            var buffer = new byte[4096];
            while (await _connection.ReadAsync(buffer, CancellationToken.None) is > 0 and var read)
            {
                _coming.Writer.TryWrite(Encoding.UTF8.GetString(buffer, 0, read));
            }
            _coming.Writer.Complete();
        }
        catch (Exception e)
        {
            // Whoever waits for a word is told.
            _coming.Writer.Complete(e);
        }
    }
}
