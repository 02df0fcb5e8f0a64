using Pando.Api.Statistics;

namespace Pando.Api.Tests;

public class MachineRatesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 3, 12, 0, 0, TimeSpan.Zero);

    private static MachineStatistics At(double seconds, double? qemu, params (string Name, long Value)[] numbers) => new()
    {
        Id = "1",
        Name = "web1",
        At = Noon.AddSeconds(seconds),
        QemuAt = qemu is { } told ? Noon.AddSeconds(told) : null,
        Numbers = numbers.ToDictionary(number => number.Name, number => number.Value),
        Words = new Dictionary<string, string>(),
    };

    [Fact]
    public void Rates_are_what_lies_between_two_readings()
    {
        var rates = MachineRates.Of(
            At(0, 0, ("cpu.time", 1_000_000_000), ("block.0.rd.bytes", 100), ("block.1.rd.bytes", 0), ("net.0.rx.bytes", 5)),
            At(2, 4, ("cpu.time", 2_000_000_000), ("block.0.rd.bytes", 500), ("block.1.rd.bytes", 400), ("net.0.rx.bytes", 25), ("balloon.available", 90), ("balloon.unused", 30)))!;
        Assert.Equal((50.0, 200.0, 10.0, 60L), (rates.CpuPercent, rates.DiskReadBytes, rates.NetReceivedBytes, rates.UsedKiB));
        Assert.Null(rates.DiskWriteBytes);
    }

    [Fact]
    public void One_reading_has_no_rates_and_a_machine_that_is_off_has_nothing()
    {
        var first = MachineRates.Of(null, At(0, 0, ("cpu.time", 5), ("balloon.rss", 7)))!;
        Assert.Equal((null, 7L), (first.CpuPercent, first.ResidentKiB));
        Assert.Null(MachineRates.Of(null, At(0, 0) with { At = null }));
    }

    [Fact]
    public void A_machine_that_was_started_anew_begins_again()
    {
        Assert.Null(MachineRates.Of(At(0, 0, ("cpu.time", 500)), At(1, 1, ("cpu.time", 5)))!.CpuPercent);
        // A disk that was taken away: less than before, and nothing was read.
        var less = MachineRates.Of(At(0, 0, ("cpu.time", 1), ("block.0.rd.bytes", 9)), At(1, 1, ("cpu.time", 1), ("block.0.rd.bytes", 4)))!;
        Assert.Equal((0.0, 0.0), (less.CpuPercent, less.DiskReadBytes));
    }

    [Fact]
    public void A_QEMU_that_does_not_answer_is_told_with_its_time()
    {
        Assert.Equal(Noon, MachineRates.Of(At(0, 0, ("cpu.time", 1)), At(40, 0, ("cpu.time", 1)))!.StaleSince);
        Assert.Null(MachineRates.Of(null, At(4, 0, ("cpu.time", 1)))!.StaleSince);
    }
}
