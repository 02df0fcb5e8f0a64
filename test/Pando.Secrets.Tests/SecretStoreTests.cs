using System.Text;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Secrets;
using Pando.State;

namespace Pando.Secrets.Tests;

public sealed class SecretStoreTests : IAsyncLifetime
{
    private const string Uuid = "7a1b2c3d-0000-4000-8000-000000000001";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pando-secrets-");
    private SqliteStore _state = null!;
    private SecretStore _secrets = null!;

    private string Values => Path.Combine(_folder.FullName, "secrets");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _state = await SqliteStore.OpenAsync(Path.Combine(_folder.FullName, "state.db"), cancellationToken: Ct);
        await ReopenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _secrets.Dispose();
        await _state.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_value_outlives_the_daemon_and_only_its_user_can_read_it()
    {
        await _secrets.DefineAsync(Xml(), Ct);
        await _secrets.SetValueAsync("/a.img", "sesame"u8.ToArray(), Ct);
        await ReopenAsync();

        Assert.Equal("sesame", Encoding.UTF8.GetString(_secrets.GetValue(Uuid)));
        Assert.Equal("sesame", Encoding.UTF8.GetString(_secrets.ValueOf(new SecretReference(null, "/a.img"), SecretUsageKind.Volume)));
        Assert.True(Assert.Single(_secrets.List()).HasValue);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Values, $"{Uuid}.value")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Values));
    }

    [Fact]
    public async Task Nothing_of_an_ephemeral_one_is_written_anywhere()
    {
        await _secrets.DefineAsync(Xml("ephemeral='yes'"), Ct);
        await _secrets.SetValueAsync(Uuid, "vanishes"u8.ToArray(), Ct);
        Assert.Equal("vanishes", Encoding.UTF8.GetString(_secrets.GetValue(Uuid)));

        Assert.False(Directory.Exists(Values));
        await ReopenAsync();
        Assert.Empty(_secrets.List());
    }

    [Fact]
    public async Task A_private_value_is_for_machines_only()
    {
        await _secrets.DefineAsync(Xml("private='yes'"), Ct);
        await _secrets.SetValueAsync(Uuid, "sesame"u8.ToArray(), Ct);

        Assert.Equal(ErrorCodes.Secret.IsPrivate, Assert.Throws<CallerException>(() => _secrets.GetValue(Uuid)).Code);
        Assert.Equal("sesame", Encoding.UTF8.GetString(_secrets.ValueOf(new SecretReference(Guid.Parse(Uuid), null), SecretUsageKind.Volume)));
        // Nor does it become open by being defined anew.
        Assert.Equal(ErrorCodes.Secret.Fixed, (await Assert.ThrowsAsync<CallerException>(() => _secrets.DefineAsync(Xml(), Ct))).Code);
    }

    [Fact]
    public async Task A_use_has_one_secret_and_a_secret_keeps_its_use()
    {
        await _secrets.DefineAsync(Xml(), Ct);
        Assert.Equal(ErrorCodes.Secret.UsageTaken, (await Assert.ThrowsAsync<CallerException>(() => _secrets.DefineAsync(Xml(uuid: Guid.NewGuid().ToString()), Ct))).Code);
        Assert.Equal(ErrorCodes.Secret.Fixed, (await Assert.ThrowsAsync<CallerException>(() => _secrets.DefineAsync(Xml(usage: "/b.img"), Ct))).Code);
        Assert.Equal(ErrorCodes.Secret.Fixed, (await Assert.ThrowsAsync<CallerException>(() => _secrets.DefineAsync(Xml("ephemeral='yes'"), Ct))).Code);

        await _secrets.SetValueAsync(Uuid, "kept"u8.ToArray(), Ct);
        Assert.Equal("why", (await _secrets.DefineAsync(Xml(description: "why"), Ct)).Definition.Description);
        Assert.Equal("kept", Encoding.UTF8.GetString(_secrets.GetValue(Uuid)));
    }

    [Fact]
    public async Task What_is_not_there_is_said_by_its_name()
    {
        Assert.Equal(ErrorCodes.Secret.NotFound, Assert.Throws<CallerException>(() => _secrets.Get("nobody")).Code);
        Assert.Equal(ErrorCodes.Secret.NotFound, Assert.Throws<CallerException>(() => _secrets.ValueOf(new SecretReference(null, "/a.img"), SecretUsageKind.Volume)).Code);
        await _secrets.DefineAsync(Xml(), Ct);
        // The same name for another use is another secret.
        Assert.Equal(ErrorCodes.Secret.NotFound, Assert.Throws<CallerException>(() => _secrets.ValueOf(new SecretReference(null, "/a.img"), SecretUsageKind.Ceph)).Code);
        Assert.Equal(ErrorCodes.Secret.NoValue, Assert.Throws<CallerException>(() => _secrets.GetValue(Uuid)).Code);
        Assert.Equal(ErrorCodes.Secret.BadValue, (await Assert.ThrowsAsync<CallerException>(() => _secrets.SetValueAsync(Uuid, [], Ct))).Code);
        Assert.Equal(ErrorCodes.Secret.BadValue, (await Assert.ThrowsAsync<CallerException>(() => _secrets.SetValueAsync(Uuid, new byte[SecretStore.MostBytes + 1], Ct))).Code);
    }

    [Fact]
    public async Task What_is_forgotten_leaves_nothing_also_where_the_daemon_died_between()
    {
        await _secrets.DefineAsync(Xml(), Ct);
        await _secrets.SetValueAsync(Uuid, "sesame"u8.ToArray(), Ct);
        await _secrets.UndefineAsync(Uuid, Ct);
        Assert.Empty(Directory.GetFileSystemEntries(Values));

        await File.WriteAllTextAsync(Path.Combine(Values, $"{Uuid}.value"), "left", Ct);
        await ReopenAsync();
        Assert.Empty(Directory.GetFileSystemEntries(Values));
    }

    [Fact]
    public async Task One_that_never_had_a_value_is_forgotten_too()
    {
        await _secrets.DefineAsync(Xml(), Ct);
        await _secrets.UndefineAsync(Uuid, Ct);
        Assert.Empty(_secrets.List());
    }

    private static string Xml(string attributes = "", string uuid = Uuid, string usage = "/a.img", string description = "") =>
        $"<secret {attributes}><uuid>{uuid}</uuid><description>{description}</description><usage type='volume'><volume>{usage}</volume></usage></secret>";

    private async Task ReopenAsync()
    {
        _secrets?.Dispose();
        _secrets = await SecretStore.OpenAsync(_state, new EventHub(TimeProvider.System), Values, Ct);
    }
}
