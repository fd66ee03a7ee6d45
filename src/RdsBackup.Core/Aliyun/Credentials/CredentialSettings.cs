using System.Globalization;
using RdsBackup.Diagnostics;

namespace RdsBackup.Aliyun.Credentials;

/// <summary>A profile of <c>config.json</c> or a section of an ini file. Its errors name file, profile and key, never a value.</summary>
/// <param name="file">Path of the file.</param>
/// <param name="name">Name of the profile or section.</param>
/// <param name="values">Its keys; those with an empty value are as good as absent.</param>
internal sealed class CredentialSettings(string file, string name, IReadOnlyDictionary<string, string> values)
{
    /// <summary>Path of the file.</summary>
    public string File => file;

    /// <summary>Name of the profile or section.</summary>
    public string Name => name;

    /// <summary>A value, or null.</summary>
    public string? Text(string key) => values.TryGetValue(key, out string? value) && value.Length > 0 ? value : null;

    /// <summary>A value that must be there.</summary>
    public string Required(string key) =>
        Text(key) ?? throw Errors.Create(
            nameof(Messages.AliyunProfileKeyMissing), RdsBackupErrorKind.InvalidInput, file, name, key);

    /// <summary>A whole number, or null.</summary>
    public int? Integer(string key)
    {
        string? text = Text(key);
        return text is null ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
            : throw Invalid(key);
    }

    /// <summary>A truth value; absent is false.</summary>
    public bool Flag(string key) => Text(key)?.ToLowerInvariant() switch
    {
        null or "false" or "0" => false,
        "true" or "1" => true,
        _ => throw Invalid(key),
    };

    /// <summary>The AccessKey that lies in the settings themselves.</summary>
    public AliyunCredentials AccessKey() => new(Required("access_key_id"), Required("access_key_secret"));

    /// <summary>The error for a value that cannot be used.</summary>
    public RdsBackupException Invalid(string key) =>
        Errors.Create(nameof(Messages.AliyunProfileKeyInvalid), RdsBackupErrorKind.InvalidInput, file, name, key);

    /// <summary>The error for a kind of credentials this module cannot use.</summary>
    public RdsBackupException Unsupported(string kind) =>
        Errors.Create(nameof(Messages.AliyunProfileModeUnsupported), RdsBackupErrorKind.NotSupported, file, name, kind);

    /// <summary>File and name.</summary>
    public override string ToString() => $"{file} ({name})";
}
