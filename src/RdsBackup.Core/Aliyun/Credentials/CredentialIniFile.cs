namespace RdsBackup.Aliyun.Credentials;

/// <summary>The ini file of Alibaba Cloud's libraries: sections of <c>key = value</c>, comments after # or ;.</summary>
internal static class CredentialIniFile
{
    /// <summary>Reads one section; null when there is none of that name.</summary>
    /// <exception cref="RdsBackupException">The file cannot be read, or a line is neither section, key nor comment.</exception>
    public static CredentialSettings? ReadSection(string path, string name)
    {
        Dictionary<string, string>? found = null;
        string? section = null;
        long number = 0;
        foreach (string line in CredentialFile.ReadText(path).Split('\n').Select(line => line.Trim()))
        {
            number++;
            int equals = line.IndexOf('=');
            if (line.Length == 0 || line[0] is '#' or ';')
            {
                continue;
            }
            else if (line[0] == '[' && line[^1] == ']')
            {
                section = line[1..^1].Trim();
                found ??= section == name ? new Dictionary<string, string>(StringComparer.Ordinal) : null;
            }
            else if (equals <= 0)
            {
                throw CredentialFile.Malformed(path, number);
            }
            else if (section == name)
            {
                found![line[..equals].TrimEnd()] = line[(equals + 1)..].TrimStart();
            }
        }

        return found is null ? null : new CredentialSettings(path, name, found);
    }
}
