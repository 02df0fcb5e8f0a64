namespace Pando.Cli.Tests.Harness;

/// <summary>A test of the command against a scripted pandod.</summary>
public abstract class CliTest : IAsyncLifetime
{
    private protected TemporaryFolder Folder { get; } = new();

    private protected ScriptedPandod Pandod { get; private set; } = null!;

    private protected CliAround Around { get; } = new();

    public virtual async ValueTask InitializeAsync()
    {
        Pandod = await ScriptedPandod.StartAsync(Folder["s"]);
        Around.With("PANDO_HOST", Pandod.Address.ToString());
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Pandod.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<CliRun> RunAsync(params string[] args) => CliRun.OfAsync(Around, args);

    private protected string Write(string name, string text)
    {
        File.WriteAllText(Folder[name], text);
        return Folder[name];
    }

    private protected ReceivedRequest Last => Pandod.Requests.Last();
}
